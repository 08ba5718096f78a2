/** Corrections of many customers at the desk: begun, looked through, made, given up, and undone. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { correctionId, outcomes } from '../../customers/corrections/corrections.schema.ts';
import { listId } from '../../customers/lists/lists.schema.ts';
import { viewId } from '../../customers/views/views.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ correctionId: correctionId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const correctionsDeskContract = contract('corrections-desk', 'Corrections of many, at the desk.', {
  showCorrections: {
    ...page,
    method: 'GET',
    path: '/desk/customer-corrections',
    summary: 'See corrections of many customers',
    query: z.strictObject({ cursor: cursorSchema.optional() }),
  },
  sendSuggestions: {
    ...form,
    path: '/desk/customer-corrections',
    summary: 'Look up what all suggestions of a kind would make of customers',
  },
  showCorrectionForm: {
    ...page,
    method: 'GET',
    path: '/desk/customer-corrections/new',
    summary: 'Say what to change of the customers of a list or a view',
    query: z.strictObject({
      list: listId.schema.optional().describe('The list that is chosen at first.'),
      view: viewId.schema.optional().describe('The view that is chosen at first.'),
    }),
  },
  sendCorrectionForm: {
    ...form,
    path: '/desk/customer-corrections/new',
    summary: 'Look up what a change would make of the customers of a list or a view',
  },
  showCorrection: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/customer-corrections/{correctionId}',
    summary: 'See how far a correction has got, and what becomes of each customer',
    query: z.strictObject({
      outcome: z.enum(outcomes).optional().describe('Only customers of this outcome.'),
      cursor: cursorSchema.optional(),
    }),
  },
  directCorrection: {
    ...form,
    params,
    path: '/desk/customer-corrections/{correctionId}',
    summary: 'Start a correction, give it up, or undo it',
  },
});
