/** The routes of the callbacks domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import {
  Callback,
  CallbackPage,
  CallbackPatch,
  CallResults,
  CallResultsQuery,
  Cancellation,
  ClaimRelease,
  Completion,
  Correction,
  callbackIdSchema,
  callbackNarrowing,
  NewCallback,
  Reassigned,
  Reassignment,
  SpokenAnswers,
  statusFilter,
  whenFilter,
} from './callbacks.schema.ts';

const oneCallback = z.strictObject({ callbackId: callbackIdSchema });

const lowScores =
  'Answers to surveys open them by the rules of `GET /closed-loop/rules`: a low one within four working hours, while nobody has set any.';

export const callbacksContract = contract('callbacks', `Promised calls to customers. ${lowScores}`, {
  createCallback: {
    method: 'POST',
    path: '/callbacks',
    permission: 'callbacks.write',
    summary: 'Promise a customer a call',
    description:
      'Any time in the future is taken; `due.outsideCustomersDay` in the answer says that it lies outside of the hours in which the customer is to be called. A customer who wants no calls is promised none.',
    body: NewCallback,
    // A turn at assignment.
    takesAtOnce: true,
    replies: { 201: Callback },
    errors: ['not-found', 'not-allowed-now'],
    example: {
      body: {
        customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
        why: 'Asked to be called',
        due: { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' },
      },
    },
  },
  listCallbacks: {
    method: 'GET',
    path: '/callbacks',
    permission: 'callbacks.read',
    summary: 'List the callbacks of one person, of a team, of nobody or of the whole department',
    description:
      'Open ones in the order claimed, due, scheduled, each by time; closed ones with a `status` of theirs, newest first. A change appears within a second or two. A page may be short although the list goes on. `team` with `owner=none` lists what waits in the queue of that team, because nobody of it was available when it was given out; anybody may claim it, and it is given out within ten minutes when somebody is there again. Closed ones are of the person who closed them, whoever was to call; those that the system or a machine client closed stay with the owner. Agents see their own, those of nobody and those of colleagues that their teams open to them.',
    query: pageQuery.extend({
      owner: z
        .union([z.literal('all'), ownerFilter.unwrap()])
        .optional()
        .describe(
          'Whose: a staff id, `me`, `none` for those of nobody, or `all` for the whole department. The caller’s own if left out.',
        ),
      team: teamFilter,
      status: statusFilter
        .optional()
        .describe('All open ones if left out; `closed` for those that are completed or cancelled.'),
      when: whenFilter
        .optional()
        .describe(
          'Of open ones those whose time has come (`due`), those to be made until the end of the day where the caller works (`today`, those that are due among them), or whose time passed more than 30 minutes ago (`overdue`).',
        ),
      ...callbackNarrowing,
    }),
    replies: { 200: CallbackPage },
    errors: ['not-found'],
  },
  reassignCallbacks: {
    method: 'POST',
    path: '/callbacks/reassign',
    permission: 'callbacks.write',
    summary: 'Give some callbacks to somebody at once',
    description:
      'At most twenty. Each is given as by PATCH, or says why it stays as it is; none keeps the others from being given. Whoever gets them is told of each. What somebody else is working on stays with them.',
    body: Reassignment,
    replies: { 200: Reassigned },
    errors: [],
    example: { body: { callbackIds: ['callback_01jd3x5y9hf1bvt6w0k2m4n8pq'], owner: null } },
  },
  getCallResults: {
    method: 'GET',
    path: '/callback-results',
    permission: 'callbacks.read',
    summary: 'Read what came of calls in a period, by who called, team, reason, day or month',
    description:
      'How many customers were reached, how many calls it took, how soon and whether on time, and what those gave who were called for a bad score. Agents see their own calls and those of colleagues that their teams open to them. Costs a read unit for some twenty rows of a day, a caller and a reason.',
    query: CallResultsQuery,
    replies: { 200: CallResults },
    errors: ['not-found'],
    example: { query: { from: '2026-11-01', to: '2026-11-30' } },
  },
  listCustomerCallbacks: {
    method: 'GET',
    path: '/customers/{customerId}/callbacks',
    permission: 'callbacks.read',
    summary: 'List the callbacks of a customer',
    description:
      'Open ones by time; closed ones with a `status` of theirs, newest first. Agents see those that they may open: their own, the team’s and those that they have closed. A page may be short although the list goes on.',
    params: z.strictObject({ customerId: customerIdSchema }),
    query: pageQuery.extend({
      status: statusFilter
        .optional()
        .describe('All open ones if left out; `closed` for those that are completed or cancelled.'),
    }),
    opens: 'customerId',
    replies: { 200: CallbackPage },
    errors: ['not-found'],
  },
  getCallback: {
    method: 'GET',
    path: '/callbacks/{callbackId}',
    permission: 'callbacks.read',
    summary: 'Read a callback',
    params: oneCallback,
    opens: 'customerId',
    replies: { 200: Callback },
    errors: ['not-found'],
  },
  patchCallback: {
    method: 'PATCH',
    path: '/callbacks/{callbackId}',
    permission: 'callbacks.write',
    summary: 'Promise another time, hand over, or change the note or the priority',
    params: oneCallback,
    body: CallbackPatch,
    ifMatch: true,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
    example: { body: { priority: 'high' } },
  },
  restoreCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/changes/{eventId}/restore',
    permission: 'callbacks.write',
    summary: 'Give a callback back what it was before a change',
    description:
      'The change is a `callback.changed` or `callback.rescheduled` of the timeline of the customer, named by its id, and goes through the checks of PATCH: a time that has passed is not promised again. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneCallback.extend({ eventId: eventId.schema }),
    replies: { 200: Callback },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  claimCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/claim',
    permission: 'callbacks.write',
    summary: 'Take a callback on, so that nobody else calls at the same time',
    description:
      'For 30 minutes; claiming again prolongs it. After that anybody may claim it. A conflict says in `claim` who is working on it and until when: also because of another callback to the same customer, for nobody is called by two at once.',
    params: oneCallback,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
  },
  startCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/start',
    permission: 'callbacks.write',
    summary: 'Begin a call',
    description:
      'Claims it like `POST …/claim`, and notes when the call began: `POST …/complete` then says how long it took. Begun again by the same caller, the same call goes on.',
    params: oneCallback,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
  },
  takeAnswers: {
    method: 'POST',
    path: '/callbacks/{callbackId}/answers',
    permission: 'callbacks.write',
    summary: 'Take down what the customer answers to the script',
    description:
      'The script is a survey: that of the plan, else that of `GET /callback-settings` for the reason of the call; `GET /surveys/{surveyId}` has its questions. The answers are a response by `call`, counted like any other; a low one opens no other callback, for the customer is being spoken with. Once for each callback, before it is completed.',
    params: oneCallback,
    body: SpokenAnswers,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
    example: { body: { answers: { recommend: 9, why: 'Quick and friendly' } } },
  },
  releaseCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/release',
    permission: 'callbacks.write',
    summary: 'End the claim of somebody who is not calling',
    description:
      'For whoever has claimed it, and for those who may change the rows of that person: managers, who leads their team, who stands in for them. It waits again, for its time or for anybody; `released` says whose claim it was and why it was ended, and they are told.',
    params: oneCallback,
    body: ClaimRelease,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { why: 'Called away to a meeting' } },
  },
  completeCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/complete',
    permission: 'callbacks.write',
    summary: 'Record what came of the call',
    description:
      'What follows stands in `GET /callback-settings`. With `due`, and after an outcome that is tried again, the callback stays open and is scheduled again: at `due`, else after the working hours of the setting, at another time of day than the calls so far where there is one, in the hours of whoever calls that are hours of the customer (`due.outsideCustomersDay` when there are none for 14 days). Otherwise, with `"close": true`, after as many tries as the outcome allows and after the twentieth call it is closed with this outcome. An outcome `do-not-call` also notes in the consents that the customer wants no calls, and withdraws what was promised them else.',
    params: oneCallback,
    body: Completion,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
    example: { body: { outcome: 'reached', note: 'Will order again.' } },
  },
  correctCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/correct',
    permission: 'callbacks.write',
    summary: 'Correct what was recorded of the last call',
    description:
      'By whoever has called, or may change their calls. Who called, when and how long stays; the outcome, and the note where there is one, are replaced, a note of `null` is removed, and what follows is done as after a call, with times reckoned from it as long as they have not passed: a callback that was closed is promised again after an outcome that is tried again, an open one is closed by one that closes. What stood there before stays in `corrections` of the call. Figures follow, and so do campaigns that a completed call triggers: who was not reached is not asked, and who was is. What has gone out is not taken back, nor is a note that the customer wants no calls: it stays in their consents, and until it is corrected there no call is promised again. A cancelled callback has nothing to correct, nor has one of a customer who was deleted.',
    params: oneCallback,
    body: Correction,
    ifMatch: true,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
    example: { body: { outcome: 'reached', note: 'It was the right number.' } },
  },
  cancelCallback: {
    method: 'POST',
    path: '/callbacks/{callbackId}/cancel',
    permission: 'callbacks.write',
    summary: 'Withdraw a callback',
    params: oneCallback,
    body: Cancellation,
    replies: { 200: Callback },
    errors: ['not-found', 'not-allowed-now', 'conflict'],
    example: { body: { why: 'Not needed any more' } },
  },
});
