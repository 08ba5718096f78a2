/** The pages by which what somebody holds goes to somebody else. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { handoverId } from '../../people/handovers/handovers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const oneMember = z.strictObject({ staffId: staffIdSchema });
const oneHandover = z.strictObject({ handoverId: handoverId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const handoversDeskContract = contract('handovers-desk', 'Hand-overs at the desk.', {
  showHandoverForm: {
    ...page,
    method: 'GET',
    path: '/desk/staff/{staffId}/handover',
    summary: 'See what somebody holds, to hand it over',
    params: oneMember,
  },
  sendHandover: {
    ...form,
    path: '/desk/staff/{staffId}/handover',
    summary: 'Hand over what somebody holds',
    params: oneMember,
  },
  showHandoverList: {
    ...page,
    method: 'GET',
    path: '/desk/handovers',
    summary: 'See what was handed over',
    query: z.object({ cursor: cursorSchema.optional() }),
  },
  showHandover: {
    ...page,
    method: 'GET',
    path: '/desk/handovers/{handoverId}',
    summary: 'See how far a hand-over has got, and what stayed',
    params: oneHandover,
  },
  leaveUndo: {
    ...page,
    method: 'GET',
    path: '/desk/handovers/{handoverId}/undo',
    summary: 'Go to the page of a hand-over',
    params: oneHandover,
  },
  sendUndo: {
    ...form,
    path: '/desk/handovers/{handoverId}/undo',
    summary: 'Take a hand-over back',
    params: oneHandover,
  },
});
