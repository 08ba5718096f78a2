/** The script of a call: what is asked in it, page by page, and what the customer says. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { callbackIdSchema } from '../../callbacks/callbacks/callbacks.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = {
  permission: 'session',
  path: '/desk/callbacks/{callbackId}/script',
  params: z.strictObject({ callbackId: callbackIdSchema }),
  replies: pageReplies,
  errors: [],
} as const;

export const scriptDeskContract = contract('script-desk', 'What is asked in a call, at the desk.', {
  showScript: {
    ...page,
    method: 'GET',
    summary: 'See what is asked in a call',
    query: z.object({ lang: z.string().max(200).optional() }),
  },
  sendScript: {
    ...page,
    method: 'POST',
    summary: 'Go on to the next questions of a call, or take down what the customer has answered',
    body: DeskForm,
    form: true,
    example: { body: {} },
  },
});
