/** The routes of the assignments domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { AssignmentRules, AssignmentRulesEntry, workKindSchema } from './assignments.schema.ts';

const oneKind = z.strictObject({ kind: workKindSchema });

export const assignmentsContract = contract('assignments', 'Who gets work that nobody was named for.', {
  getAssignmentRules: {
    method: 'GET',
    path: '/assignment-rules/{kind}',
    permission: 'people.read',
    summary: 'Read who gets work of a kind that nobody was named for',
    params: oneKind,
    replies: { 200: AssignmentRules },
    errors: [],
    example: { params: { kind: 'callbacks' } },
  },
  putAssignmentRules: {
    method: 'PUT',
    path: '/assignment-rules/{kind}',
    permission: 'people.write',
    summary: 'Decide who gets work of a kind that nobody was named for',
    description:
      'Rules are tried in their order, for poor answers and for work entered by hand without an owner. Whoever is away on their own calendar day, or has as much open work of the kind as they take, is passed over; when no rule finds anybody, the work is nobody’s. The work says in `assigned` how it was decided. Work that is given out already stays where it is.',
    params: oneKind,
    body: AssignmentRulesEntry,
    ifMatch: true,
    replies: { 200: AssignmentRules },
    errors: [],
    example: {
      params: { kind: 'callbacks' },
      body: {
        rules: [
          { name: 'Keep with the owner', by: 'owner' },
          {
            name: 'English',
            when: { language: 'en' },
            candidates: { speaksLanguage: true },
            by: 'least-busy',
          },
          { name: 'All others', by: 'round-robin' },
        ],
      },
    },
  },
  restoreAssignmentRules: {
    method: 'POST',
    path: '/assignment-rules/{kind}/changes/{eventId}/restore',
    permission: 'people.write',
    summary: 'Give the rules of a kind of work back what they were before a change',
    description:
      'The change is an `assignment-rules.changed` of the trail, named by its id, and goes through the checks of PUT. Rules that have changed again since are not restored: `newer` names the change.',
    params: oneKind.extend({ eventId: eventId.schema }),
    replies: { 200: AssignmentRules },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
    example: { params: { kind: 'callbacks' } },
  },
});
