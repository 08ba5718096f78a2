/** One call: what is known of it, who makes it, and whose claim keeps others from it. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { callbackIdSchema } from '../../callbacks/callbacks/callbacks.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = {
  permission: 'session',
  params: z.strictObject({ callbackId: callbackIdSchema }),
  replies: pageReplies,
  errors: [],
} as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const callbackDeskContract = contract('callback-desk', 'One call to a customer, at the desk.', {
  showCallback: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}',
    summary: 'See what is known of a call, and who is working on it',
  },
  sendCall: {
    ...form,
    path: '/desk/callbacks/{callbackId}',
    summary: 'Begin a call, so that nobody else calls at the same time, or say what came of it',
  },
  showGiving: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/owner',
    summary: 'Choose who makes a call',
  },
  sendGiving: {
    ...form,
    path: '/desk/callbacks/{callbackId}/owner',
    summary: 'Give a call to somebody',
  },
  showChange: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/change',
    summary: 'See when a call was promised and what is known of it, to change that',
  },
  sendChange: {
    ...form,
    path: '/desk/callbacks/{callbackId}/change',
    summary: 'Promise a call for another time, or change what is known of it',
  },
  showWithdrawal: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/withdraw',
    summary: 'Say why nobody is to call any more',
  },
  sendWithdrawal: {
    ...form,
    path: '/desk/callbacks/{callbackId}/withdraw',
    summary: 'Withdraw a call',
  },
  showOutcomeCorrection: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/correct',
    summary: 'Say what really came of the last call',
  },
  sendOutcomeCorrection: {
    ...form,
    path: '/desk/callbacks/{callbackId}/correct',
    summary: 'Correct what was recorded of the last call',
  },
  showClaimEnd: {
    ...page,
    method: 'GET',
    path: '/desk/callbacks/{callbackId}/release',
    summary: 'Say why the claim of somebody who is not calling ends',
  },
  sendClaimEnd: {
    ...form,
    path: '/desk/callbacks/{callbackId}/release',
    summary: 'End the claim of somebody who is not calling',
  },
});
