/** What should be corrected of customers, one finding after the other. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { findingCodeSchema } from '../../customers/quality/quality.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;

export const worklistDeskContract = contract('worklist-desk', 'What to correct of customers, at the desk.', {
  showWorklist: {
    ...page,
    method: 'GET',
    path: '/desk/corrections',
    summary: 'See what should be corrected of customers',
    query: z.strictObject({
      owner: z.enum(['me', 'none', 'all']).optional().describe('Whose customers.'),
      code: z
        .union([findingCodeSchema, z.literal('')])
        .optional()
        .describe('Only findings of this kind; all if empty, as a form sends it.'),
      customer: customerIdSchema.optional().describe('Only of this customer.'),
      cursor: cursorSchema.optional(),
      done: z.string().max(20).optional().describe('What was done just now.'),
      changed: z.string().max(80).optional().describe('Whom it has changed, and from which version on.'),
    }),
  },
  sendCorrection: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path: '/desk/corrections',
    summary: 'Take a suggestion over, or say that the value is right as it is',
  },
});
