/** The routes of the quality domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import {
  CompletenessRules,
  CompletenessRulesEntry,
  FindingDecision,
  findingCodeSchema,
  Quality,
  WorklistPage,
} from './quality.schema.ts';

const oneCustomer = z.strictObject({ customerId: customerIdSchema });

export const qualityContract = contract('quality', 'How complete and how right customer data are.', {
  getQuality: {
    method: 'GET',
    path: '/customers/{customerId}/quality',
    permission: 'customers.read',
    summary: 'Read how complete a customer is and what should be corrected',
    description:
      'Looked at within seconds of each change of the customer; `customerVersion` says which one was. Nothing is ever corrected by itself: a `suggestion` is the JSON merge patch to send to the customer.',
    params: oneCustomer,
    opens: 'customerId',
    replies: { 200: Quality },
    errors: ['not-found'],
  },
  decideFinding: {
    method: 'POST',
    path: '/customers/{customerId}/quality/decisions',
    permission: 'customers.write',
    summary: 'Say that a value is right although it looks wrong, or take that back',
    description:
      'Holds for the value as it is: another one is looked at anew. Saying the same again changes nothing.',
    params: oneCustomer,
    body: FindingDecision,
    replies: { 200: Quality },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { code: 'name-case', field: '/name', accepted: true } },
  },
  listWorklist: {
    method: 'GET',
    path: '/quality/worklist',
    permission: 'customers.read',
    summary: 'List customers of whom something should be corrected, newest customers first',
    description:
      'Agents see their own customers, and with `owner` or `team` those of colleagues that their teams open to them. A row has what it takes to correct it: the findings, each with a suggestion where there is one, and the version for If-Match.',
    query: pageQuery.extend({
      owner: ownerFilter.describe(
        'Only customers of this staff member; `me` for your own, `none` for those of nobody.',
      ),
      team: teamFilter,
      code: findingCodeSchema
        .optional()
        .describe('Only customers with such a finding. A page may be short although the list goes on.'),
    }),
    replies: { 200: WorklistPage },
    errors: ['not-found'],
  },
  getCompletenessRules: {
    method: 'GET',
    path: '/completeness-rules',
    permission: 'customers.read',
    summary: 'Read what makes a customer complete',
    replies: { 200: CompletenessRules },
    errors: [],
  },
  putCompletenessRules: {
    method: 'PUT',
    path: '/completeness-rules',
    permission: 'customers.write',
    summary: 'Say what makes a customer complete',
    description:
      'For managers. The score of a customer is the weight of what is filled, in percent of all that counts for a customer of the kind. Scores follow within minutes.',
    body: CompletenessRulesEntry,
    ifMatch: true,
    replies: { 200: CompletenessRules },
    errors: [],
    example: {
      body: {
        rules: [
          { field: 'phone', weight: 30 },
          { field: 'email', weight: 30 },
          { field: 'birthday', weight: 10, kind: 'person' },
        ],
      },
    },
  },
  restoreCompletenessRules: {
    method: 'POST',
    path: '/completeness-rules/changes/{eventId}/restore',
    permission: 'customers.write',
    summary: 'Give the rules of completeness back what they were before a change',
    description:
      'For managers. The change is a `completeness-rules.changed` of the trail, named by its id. Where they have changed again since, nothing is restored: `changedSince` names the fields, and `newer` the change.',
    params: z.strictObject({ eventId: eventId.schema }),
    replies: { 200: CompletenessRules },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
});
