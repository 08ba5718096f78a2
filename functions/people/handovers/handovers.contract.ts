/** The routes of hand-overs. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { Handover, HandoverPage, Holdings, handoverId, NewHandover, undoDays } from './handovers.schema.ts';

const oneHandover = z.strictObject({ handoverId: handoverId.schema });

export const handoversContract = contract('handovers', 'What somebody held goes to somebody else.', {
  getHoldings: {
    method: 'GET',
    path: '/staff/{staffId}/holdings',
    permission: 'people.write',
    summary: 'Ask what somebody holds, which a hand-over would move',
    description: 'By kind and number; changes nothing. Counts lag by a second or two.',
    params: z.strictObject({ staffId: staffIdSchema }),
    replies: { 200: Holdings },
    errors: ['not-found'],
  },
  createHandover: {
    method: 'POST',
    path: '/handovers',
    permission: 'people.write',
    summary: 'Hand over what somebody holds, because they leave or are away',
    description: `Goes on by itself, some hundred rows at a time; \`GET /handovers/{handoverId}\` shows how far. Each row is changed as by hand, and stands so in its timeline; the receiver is told once, with numbers, and once more if it is taken back. It ends early, and says so in \`stopped\`, when the receiver leaves or is away: not a row goes to somebody who is not there. Whoever is calling a customer at the moment may finish. It can be taken back for ${undoDays} days.`,
    body: NewHandover,
    replies: { 201: Handover },
    errors: ['conflict'],
    example: {
      body: {
        from: 'agent-lin',
        rules: true,
        kinds: ['standIns'],
        reason: 'Away for three months',
      },
    },
  },
  listHandovers: {
    method: 'GET',
    path: '/handovers',
    permission: 'people.read',
    summary: 'List the hand-overs, newest first',
    query: pageQuery,
    replies: { 200: HandoverPage },
    errors: [],
  },
  getHandover: {
    method: 'GET',
    path: '/handovers/{handoverId}',
    permission: 'people.read',
    summary: 'Read how far a hand-over has got, and what stayed',
    params: oneHandover,
    replies: { 200: Handover },
    errors: ['not-found'],
  },
  undoHandover: {
    method: 'POST',
    path: '/handovers/{handoverId}/undo',
    permission: 'people.write',
    summary: 'Take a hand-over back',
    description: `Within ${undoDays} days. Whatever still is where the hand-over put it returns; what has been decided otherwise since stays, and is named in \`undo.left\`; once that is back with the receiver, because a later hand-over was taken back, say, ask again.`,
    params: oneHandover,
    replies: { 200: Handover },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
  },
});
