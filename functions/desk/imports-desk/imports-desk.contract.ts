/** Files of customers at the desk: sent, mapped, checked, run, and taken back. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { importId, outcomes } from '../../customers/imports/imports.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ importId: importId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const importsDeskContract = contract('imports-desk', 'Imports of customers, at the desk.', {
  showImports: {
    ...page,
    method: 'GET',
    path: '/desk/imports',
    summary: 'See imports, and choose a file',
    query: z.strictObject({ cursor: cursorSchema.optional() }),
  },
  sendFile: {
    ...form,
    upload: true,
    path: '/desk/imports',
    summary: 'Begin to import a file',
  },
  showImport: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/imports/{importId}',
    summary: 'See how a file is read, how far its import has got, and what became of its rows',
    query: z.strictObject({
      outcome: z.enum(outcomes).optional().describe('Only rows of this outcome.'),
      cursor: cursorSchema.optional(),
      large: z.literal('1').optional().describe('The file was too large for the form before.'),
    }),
  },
  sendImport: {
    ...form,
    params,
    path: '/desk/imports/{importId}',
    summary: 'Change how a file is read, check it, run it, stop it, or take it back',
  },
});
