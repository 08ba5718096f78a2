/** Views of customers: a filter, columns and an order that somebody has given a name. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { Customer } from '../customers/customers.schema.ts';
import { CustomerFilterSchema, customerColumn } from '../filters/filters.schema.ts';

export const viewId = idKind('view');

const fields = {
  name: text(80),
  filter: CustomerFilterSchema.optional().describe('Whom it shows; everybody if left out.'),
  columns: distinct(z.array(customerColumn).min(1).max(50)).optional(),
  sort: z
    .strictObject({ by: customerColumn, direction: z.enum(['ascending', 'descending']) })
    .optional()
    .describe('For whoever shows the customers: no route of ours sorts by it.'),
  sharedWith: z.union([z.enum(['nobody', 'everybody']), teamId.schema]).meta({
    description: 'Who sees it beside whoever made it: `nobody`, a team by its id, or `everybody`.',
    examples: ['nobody'],
  }),
};

export const View = z
  .strictObject({
    id: viewId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...fields,
    createdBy: Actor.describe('Who may change it, beside managers and administrators where it is shared.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({
    id: 'CustomerView',
    description: 'A filter, columns and an order that somebody has given a name.',
  });
export type View = z.infer<typeof View>;

export const ViewInWords = View.extend({
  words: z.string().optional().describe('The filter as a sentence, in the language of the request.'),
}).meta({ id: 'CustomerViewInWords' });
export type ViewInWords = z.infer<typeof ViewInWords>;

export const ViewRecord = View.extend({ deletedAt: instantSchema.optional() });
export type ViewRecord = z.infer<typeof ViewRecord>;

export const NewView = z
  .strictObject({ ...fields, sharedWith: fields.sharedWith.default('nobody') })
  .meta({ id: 'NewCustomerView' });
export type NewView = z.infer<typeof NewView>;

export const ViewPatch = z
  .strictObject({
    ...fields,
    filter: CustomerFilterSchema.nullable(),
    columns: fields.columns.unwrap().nullable(),
    sort: fields.sort.unwrap().nullable(),
  })
  .partial()
  .meta({
    id: 'CustomerViewPatch',
    description:
      'JSON merge patch: what is left out stays, null removes a field; a filter is replaced as a whole.',
  });
export type ViewPatch = z.infer<typeof ViewPatch>;

export const CustomersShown = pageOf(Customer).meta({ id: 'CustomersShown' });
export const ViewPage = pageOf(View).meta({ id: 'CustomerViewPage' });
