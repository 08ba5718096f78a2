/** Customers at the desk: found by what somebody types, listed, or shown by a view. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { extractId } from '../../customers/lists/lists.schema.ts';
import { viewId } from '../../customers/views/views.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
/** Forms send what is left empty, too. */
const typed = (about: string) => z.string().max(100).optional().describe(about);

export const customersDeskContract = contract('customers-desk', 'Finding customers, at the desk.', {
  showCustomers: {
    ...page,
    method: 'GET',
    path: '/desk/customers',
    summary: 'Find customers by what is typed, list them, or look through a view',
    query: z.strictObject({
      q: z.string().max(200).optional().describe('What was typed; left out, the customers are listed.'),
      view: viewId.schema.optional().describe('Whom it shows.'),
      owner: typed('Whose customers are listed: `me`, `none`, `all` or a member of staff.'),
      stage: typed('At which stage they are.'),
      tag: typed('Which tag they have.'),
      quiet: typed('For how many days there was no contact with them.'),
      cursor: cursorSchema.optional(),
      done: z.string().max(20).optional().describe('What was done just now.'),
    }),
  },
  sendCustomers: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path: '/desk/customers',
    summary: 'Keep what is listed as a view, delete a view, or export what is listed',
  },
  showExport: {
    ...page,
    method: 'GET',
    path: '/desk/customers/exports/{extractId}',
    summary: 'See how far an export is, and download its files',
    params: z.strictObject({ extractId: extractId.schema }),
  },
});
