/** The routes of the customers domain. */
import * as z from 'zod';
import { batchOf } from '../../../shared/contract/batch.ts';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageQuery, updatedSinceSchema } from '../../../shared/values/page.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import { ownerFilter } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { teamFilter } from '../../people/teams/teams.schema.ts';
import { sourceName } from '../sources/sources.schema.ts';
import {
  AttachmentLink,
  AttachmentToUpload,
  attachmentId,
  Customer,
  CustomerPage,
  CustomerPatch,
  CustomerRow,
  CustomerToCreate,
  CustomerUpsert,
  customerIdSchema,
  ExternalId,
  externalIdFilter,
  externalIdInPath,
  Interaction,
  InteractionPatch,
  interactionId,
  leftAloneHeader,
  NewAttachment,
  NewInteraction,
  Profile,
  TakenProblem,
  TimelinePage,
  timelineTypeFilter,
} from './customers.schema.ts';

const leftAloneSaid = `What the source may not write over (GET /customers/source-rules) stays as it is, and the header \`${leftAloneHeader}\` names it.`;
const fromSchema = sourceName.describe(
  'The source that tells this, e.g. `shop`. Nobody in particular if left out.',
);

const oneCustomer = z.strictObject({ customerId: customerIdSchema });
const oneInteraction = oneCustomer.extend({ interactionId: interactionId.schema });
const oneAttachment = oneInteraction.extend({ attachmentId: attachmentId.schema });

export const customersContract = contract('customers', 'Customers and what has happened to them.', {
  createCustomer: {
    method: 'POST',
    path: '/customers',
    permission: 'customers.write',
    summary: 'Create a customer',
    description:
      'E-mail, phone and external ids are unique among all customers. A taken one is a conflict, which shows who has it: of a customer whom the caller may not see a masked summary and whom to ask. Unless the setting `checkOnCreate` of the duplicates is off, so is a customer who is probably there already, by phone or name: `candidates` shows whom that may be, and `createAnyway` creates all the same. Machines are asked only with `createAnyway: false`; batches, upserts and imports never are.',
    body: CustomerToCreate,
    replies: { 201: Customer },
    conflict: TakenProblem,
    errors: ['conflict'],
    example: {
      body: { name: '李雷', email: 'li.lei@example.com', tags: ['vip'], owner: 'agent-lin' },
    },
  },
  upsertCustomer: {
    method: 'PUT',
    path: '/customers/by-external-id/{source}/{externalId}',
    permission: 'customers.write',
    summary: 'Create or update the customer with this number in another system',
    description:
      'What is left out stays as it is; null removes a field that may be missing. Sending the same again changes nothing. A number whose customer was deleted stands for a new customer; that of a customer who is not the caller’s to see is a conflict. Blanks and letters of any script are percent-encoded; a path cannot carry `/`, `?`, `#` and `%`, however they are encoded: where numbers may hold them, send source and number in the query.',
    params: externalIdInPath,
    body: CustomerUpsert,
    replies: { 200: Customer, 201: Customer },
    conflict: TakenProblem,
    errors: ['conflict', 'not-allowed-now'],
    example: {
      params: { source: 'erp', externalId: '4711' },
      body: { name: 'David Brown', language: 'en', timeZone: 'Europe/London' },
    },
  },
  upsertCustomerByQuery: {
    method: 'PUT',
    path: '/customers/by-external-id',
    permission: 'customers.write',
    summary:
      'Create or update the customer with this number in another system, whatever the number is made of',
    description: `The same as with source and number in the path. ${leftAloneSaid}`,
    query: z.strictObject({ source: ExternalId.shape.source, externalId: ExternalId.shape.id }),
    body: CustomerUpsert,
    replies: { 200: Customer, 201: Customer },
    conflict: TakenProblem,
    errors: ['conflict', 'not-allowed-now'],
    example: {
      query: { source: 'erp', externalId: '2026/0017' },
      body: { name: 'David Brown', language: 'en', timeZone: 'Europe/London' },
    },
  },
  upsertCustomerByEmail: {
    method: 'PUT',
    path: '/customers/by-email',
    permission: 'customers.write',
    summary: 'Create or update the customer with this e-mail address',
    description: `Found by the primary address or another one, which stays where it stands. Otherwise as by external id, and \`from\` names the source that tells it. ${leftAloneSaid}`,
    query: z.strictObject({ email: emailSchema, from: fromSchema.optional() }),
    body: CustomerUpsert,
    replies: { 200: Customer, 201: Customer },
    conflict: TakenProblem,
    errors: ['conflict', 'not-allowed-now'],
    example: { query: { email: 'david.brown@example.com', from: 'shop' }, body: { name: 'David Brown' } },
  },
  upsertCustomerByPhone: {
    method: 'PUT',
    path: '/customers/by-phone',
    permission: 'customers.write',
    summary: 'Create or update the customer with this phone number',
    description: `The same by any phone number of theirs, with \`+\` as \`%2B\`. ${leftAloneSaid}`,
    query: z.strictObject({ phone: phoneSchema, from: fromSchema.optional() }),
    body: CustomerUpsert,
    replies: { 200: Customer, 201: Customer },
    conflict: TakenProblem,
    errors: ['conflict', 'not-allowed-now'],
    example: { query: { phone: '+8613812345677', from: 'shop' }, body: { name: 'David Brown' } },
  },
  batchCustomers: {
    method: 'POST',
    path: '/customers/batch',
    permission: 'customers.write',
    summary: 'Create customers, or bring them up to date, up to a hundred at once',
    description:
      'Each row is carried out and answered by itself, those with the same `externalId`, or matched by the same e-mail or phone, in the order of the request; a row that is refused stops no other. Correct the refused ones and send the batch again under the same Idempotency-Key: what was done is not done twice, for each row is known by its `key`.',
    ...batchOf(CustomerRow, (row) => {
      const { key, externalId, match } = row;
      if (match !== undefined) return JSON.stringify([match, row[match], '']);
      return JSON.stringify(externalId === undefined ? [key] : [externalId.source, externalId.id]);
    }),
    errors: [],
    example: {
      body: {
        rows: [
          { key: '1', externalId: { source: 'erp', id: '4711' }, name: 'David Brown', language: 'en' },
          { key: '2', name: '李雷', email: 'li.lei@example.com' },
        ],
      },
    },
  },
  listCustomers: {
    method: 'GET',
    path: '/customers',
    permission: 'customers.read',
    summary: 'List customers, newest first',
    description:
      'A new customer appears within a few seconds. Agents see their own customers, and with `owner` or `team` those of colleagues that their teams open to them. With `updatedSince` the list is of what has changed, in the order of time, each customer as it is now; one who was given to somebody else stands among `deleted`, with the reason `left`. Of `tag`, `stage`, `source`, `kind` and `addressInvalid` one may stand beside `owner` or `team`, or beside another; a page is then short at times although the list goes on. The instant of creation is the one that the id bears, which of an imported customer is when the import was begun. A call, mail, chat, visit or message with a customer is a contact, a note or what is internal is none. For whoever wants more than that: a filter of many conditions fills a list (POST /customer-lists/{listId}/fill) or a file (POST /customer-extracts). `email`, `phone` and `externalId` find one customer at once, as written by the last request; each is asked for alone.',
    query: pageQuery.extend({
      owner: ownerFilter.describe(
        'Only customers of this staff member; `me` for your own, `none` for those of nobody.',
      ),
      team: teamFilter,
      kind: Customer.shape.kind
        .optional()
        .describe('Only people or only companies. A page may be short although the list goes on.'),
      addressInvalid: z
        .literal('true')
        .optional()
        .describe(
          'Only those of whom an address is to be corrected. With `owner` a page may be short although the list goes on.',
        ),
      tag: text(40).optional().describe('Only customers with this tag, as it is written.'),
      stage: Customer.shape.stage.optional().describe('Only customers at this stage.'),
      source: text(40).optional().describe('Only customers whom we know from there, as it is written.'),
      createdFrom: instantSchema.optional().describe('Only customers created at this instant or later.'),
      createdTo: instantSchema.optional().describe('Only customers created at this instant or before.'),
      lastContactFrom: instantSchema
        .optional()
        .describe('Only customers last contacted at this instant or later, longest ago first.'),
      lastContactTo: instantSchema
        .optional()
        .describe(
          'Only customers not contacted since this instant: first those who never were, then longest ago first.',
        ),
      updatedSince: updatedSinceSchema.optional(),
      email: emailSchema.optional().describe('Only the customer with this e-mail address.'),
      phone: phoneSchema.optional().describe('Only the customer with this phone number, with `+` as `%2B`.'),
      externalId: externalIdFilter.optional(),
    }),
    replies: { 200: CustomerPage },
    errors: ['not-found'],
  },
  getCustomer: {
    method: 'GET',
    path: '/customers/{customerId}',
    permission: 'customers.read',
    summary: 'Read a customer',
    params: oneCustomer,
    opens: 'customerId',
    replies: { 200: Customer },
    errors: ['not-found'],
  },
  getProfile: {
    method: 'GET',
    path: '/customers/{customerId}/profile',
    permission: 'customers.read',
    summary: 'Read a customer with relations, open work and the newest entries of the timeline',
    params: oneCustomer,
    opens: 'customerId',
    replies: { 200: Profile },
    errors: ['not-found'],
  },
  patchCustomer: {
    method: 'PATCH',
    path: '/customers/{customerId}',
    permission: 'customers.write',
    summary: 'Change fields of a customer',
    params: oneCustomer,
    body: CustomerPatch,
    ifMatch: true,
    replies: { 200: Customer },
    conflict: TakenProblem,
    errors: ['not-found', 'conflict', 'not-allowed-now'],
    example: { body: { company: '上海远洋贸易有限公司', tags: ['vip', '2026'] } },
  },
  restoreChange: {
    method: 'POST',
    path: '/customers/{customerId}/changes/{eventId}/restore',
    permission: 'customers.write',
    summary: 'Give fields of a customer back what they were before a change',
    description:
      'The change is a `customer.changed` of the timeline or the audit trail, named by its id. It goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change. By the `customer.deleted` of the audit trail a manager or an administrator, and no program, brings back who was deleted, for 30 days: with all records that were merged into theirs, timeline, consents and unique values. Where another customer has one of these by now, nothing comes back, and the conflict names which and whose. Relations, places in lists and open callbacks have ended with the deletion and are made anew; the timeline tells of relations and callbacks. Whoever looked after them and takes on no work any more does not come back with them. Nobody brings back who was erased. Whoever is there again already is not brought back once more.',
    params: oneCustomer.extend({ eventId: eventId.schema }),
    replies: { 200: Customer },
    conflict: TakenProblem,
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteCustomer: {
    method: 'DELETE',
    path: '/customers/{customerId}',
    permission: 'customers.write',
    summary: 'Delete a customer',
    description:
      'The customer is out of sight, and e-mail, phone and external ids are free again at once. For 30 days `updatedSince` tells of it, and a manager or an administrator can bring the customer back: `POST /customers/{customerId}/changes/{eventId}/restore` with the `customer.deleted` that `GET /audit?record=…` shows.',
    params: oneCustomer,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  recordInteraction: {
    method: 'POST',
    path: '/customers/{customerId}/interactions',
    permission: 'customers.write',
    summary: 'Record a contact with a customer',
    params: oneCustomer,
    body: NewInteraction,
    replies: { 201: Interaction },
    errors: ['not-found'],
    example: { body: { channel: 'call', direction: 'outbound', subject: 'Asked about the delivery' } },
  },
  getInteraction: {
    method: 'GET',
    path: '/customers/{customerId}/interactions/{interactionId}',
    permission: 'customers.read',
    summary: 'Read a contact with a customer',
    params: oneInteraction,
    opens: 'customerId',
    replies: { 200: Interaction },
    errors: ['not-found'],
  },
  patchInteraction: {
    method: 'PATCH',
    path: '/customers/{customerId}/interactions/{interactionId}',
    permission: 'customers.write',
    summary: 'Correct what was written of a contact',
    description:
      'For whoever recorded it and for managers; a machine changes only what it has recorded. The timeline keeps what it said before. `at` stays as it is: delete the contact and record it again where that was wrong.',
    params: oneInteraction,
    body: InteractionPatch,
    ifMatch: true,
    replies: { 200: Interaction },
    errors: ['not-found'],
    example: { body: { subject: 'Asked about the invoice', direction: 'inbound' } },
  },
  restoreInteraction: {
    method: 'POST',
    path: '/customers/{customerId}/interactions/{interactionId}/changes/{eventId}/restore',
    permission: 'customers.write',
    summary: 'Give what was written of a contact back what it was before a change',
    description:
      'The change is an `interaction.changed` of the timeline, named by its id. It goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneInteraction.extend({ eventId: eventId.schema }),
    replies: { 200: Interaction },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteInteraction: {
    method: 'DELETE',
    path: '/customers/{customerId}/interactions/{interactionId}',
    permission: 'customers.write',
    summary: 'Delete a contact with a customer',
    description:
      'For whoever recorded it and for managers; a machine deletes only what it has recorded. The timeline keeps that it was deleted, by whom, and what it said.',
    params: oneInteraction,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  attachFile: {
    method: 'POST',
    path: '/customers/{customerId}/interactions/{interactionId}/attachments',
    permission: 'customers.write',
    summary: 'Attach a file to a contact with a customer',
    description:
      'For whoever recorded it and for managers. The answer says where the file is uploaded to within ten minutes; at most 10 files of at most 20 MB each belong to a contact. It is removed with the contact, and erased with the customer.',
    params: oneInteraction,
    body: NewAttachment,
    replies: { 201: AttachmentToUpload },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { name: 'Offer.pdf', type: 'application/pdf', bytes: 48213 } },
  },
  getAttachment: {
    method: 'GET',
    path: '/customers/{customerId}/interactions/{interactionId}/attachments/{attachmentId}',
    permission: 'customers.read',
    summary: 'Read where a file that is attached to a contact is downloaded from',
    description:
      'For an hour, and not for roles that are not shown how to reach customers. That it was handed out is kept, each time.',
    params: oneAttachment,
    opens: 'customerId',
    replies: { 200: AttachmentLink },
    errors: ['not-found', 'not-allowed-now'],
  },
  removeAttachment: {
    method: 'DELETE',
    path: '/customers/{customerId}/interactions/{interactionId}/attachments/{attachmentId}',
    permission: 'customers.write',
    summary: 'Remove a file that is attached to a contact',
    description:
      'For whoever recorded the contact and for managers. With the version of the contact. The timeline keeps that it was there; the file goes for good.',
    params: oneAttachment,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  listTimeline: {
    method: 'GET',
    path: '/customers/{customerId}/timeline',
    permission: 'customers.read',
    summary: 'List what happened to a customer, newest first',
    params: oneCustomer,
    query: pageQuery.extend({
      type: timelineTypeFilter.optional(),
      channel: Interaction.shape.channel
        .optional()
        .describe('Only what came by this channel. A page may be short although the list goes on.'),
      author: text(128)
        .optional()
        .describe('Only what this member of staff, machine or job has done. A page may be short likewise.')
        .meta({ examples: ['li.na'] }),
      from: instantSchema.optional().describe('Only what happened at this instant or later.'),
      to: instantSchema.optional().describe('Only what happened at this instant or before.'),
    }),
    opens: 'customerId',
    replies: { 200: TimelinePage },
    errors: ['not-found'],
  },
});
