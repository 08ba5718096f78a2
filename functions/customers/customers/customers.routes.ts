/** Binds the routes of the customers domain. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import type { HttpRequest } from '../../../shared/runtime/http-respond.ts';
import * as alike from '../../alike.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { createSourceReader } from '../sources/index.ts';
import { customersContract } from './customers.contract.ts';
import { customersHttpEnvironment } from './customers.environment.ts';
import { leftAloneHeader } from './customers.schema.ts';
import { customersSentences } from './customers.sentences.ts';
import { createCustomersStore } from './customers.store.ts';
import { assertNobodyAlike } from './operations/assert-nobody-alike.ts';
import { attachFile, getAttachment, removeAttachment } from './operations/attach-file.ts';
import { correctInteraction, getInteraction, withdrawInteraction } from './operations/correct-interaction.ts';
import { createCustomer } from './operations/create-customer.ts';
import { deleteCustomer } from './operations/delete-customer.ts';
import { getCustomer } from './operations/get-customer.ts';
import { listCustomers } from './operations/list-customers.ts';
import { patchCustomer } from './operations/patch-customer.ts';
import { getProfile, listTimeline } from './operations/read-timeline.ts';
import { recordInteraction } from './operations/record-interaction.ts';
import { restoreChange, restoreInteraction } from './operations/restore-change.ts';
import { type Identifying, storeRow, upsertCustomer } from './operations/upsert-customer.ts';

type Upsert = Pick<
  HttpRequest<(typeof customersContract)['routes']['upsertCustomer']>,
  'body' | 'principal' | 'origin'
>;

interface NumberElsewhere {
  readonly source: string;
  readonly externalId: string;
}

export const customersRoutes = routes(
  customersContract,
  { environment: customersHttpEnvironment, sentences: customersSentences },
  ({ table, env }) => {
    const customers = createCustomersStore(table);
    const staff = createStaffReader(table);
    const teams = createTeamReader(table);
    const fields = createFieldReader(table);
    const sources = createSourceReader(table);
    const findAlike = alike.duplicates(table);
    // The client of S3 is half of all else that this function is, and only attachments need it.
    const links = async () => {
      const { createFileLinks } = await import('../../../shared/runtime/file-links.ts');
      return createFileLinks(env.PERSONAL_FILES_BUCKET);
    };
    const upsert = async (by: Identifying, from: string | undefined, { body: input, ...request }: Upsert) => {
      const context = { customers, sources, staff, fields, ...request };
      const change = await upsertCustomer({ by, input, from }, context);
      const { leftAlone } = change;
      const headers: Record<string, string> =
        leftAlone.length === 0 ? {} : { [leftAloneHeader]: leftAlone.join(', ') };
      return { ...answerAfter(change.created ? 201 : 200, change), headers };
    };
    const upsertByNumber = ({ source, externalId: id }: NumberElsewhere, from: string, request: Upsert) =>
      upsert({ kind: 'external', externalId: { source, id } }, from, request);
    return {
      createCustomer: async ({ body: { createAnyway, ...body }, ...request }) => {
        const change = await createCustomer(body, { customers, staff, fields, ...request });
        const context = { findAlike, staff, principal: request.principal };
        await assertNobodyAlike({ customer: change.result, createAnyway }, context);
        return answerAfter(201, change);
      },

      upsertCustomer: ({ params, ...request }) => upsertByNumber(params, params.source, request),

      upsertCustomerByQuery: ({ query, ...request }) => upsertByNumber(query, query.source, request),

      upsertCustomerByEmail: ({ query: { email, from }, ...request }) =>
        upsert({ kind: 'email', address: email }, from, request),

      upsertCustomerByPhone: ({ query: { phone, from }, ...request }) =>
        upsert({ kind: 'phone', address: phone }, from, request),

      batchCustomers: async ({ body: row, ...request }) => {
        const context = { customers, sources, staff, fields, ...request };
        const { created, result, writes, leftAlone } = await storeRow(row, context);
        const told = leftAlone.length === 0 ? {} : { leftAlone };
        return { status: created ? 201 : 200, body: { id: result.id, ...told }, writes };
      },

      listCustomers: async ({ query, principal }) =>
        answer(200, await listCustomers(query, { customers, teams, principal })),

      getCustomer: async ({ params, principal }) =>
        answer(200, await getCustomer(params.customerId, { customers, principal })),

      getProfile: async ({ params, principal }) =>
        answer(200, await getProfile(params.customerId, { customers, principal })),

      patchCustomer: async ({ params, body, ifMatch, ...request }) => {
        const input = { customerId: params.customerId, version: ifMatch, patch: body };
        return answerAfter(200, await patchCustomer(input, { customers, staff, fields, ...request }));
      },

      restoreChange: async ({ params: { customerId, eventId: changeId }, ...request }) =>
        answerAfter(
          200,
          await restoreChange({ customerId, changeId }, { customers, staff, fields, table, ...request }),
        ),

      restoreInteraction: async ({ params: { eventId: changeId, ...place }, ...request }) =>
        answerAfter(200, await restoreInteraction({ ...place, changeId }, { customers, table, ...request })),

      deleteCustomer: async ({ params, ifMatch, ...request }) => {
        const input = { customerId: params.customerId, version: ifMatch };
        return emptyAfter(204, await deleteCustomer(input, { customers, fields, ...request }));
      },

      recordInteraction: async ({ params, body, ...request }) => {
        const input = { customerId: params.customerId, input: body };
        return answerAfter(201, await recordInteraction(input, { customers, ...request }));
      },

      getInteraction: async ({ params, principal }) =>
        answer(200, await getInteraction(params, { customers, principal })),

      patchInteraction: async ({ params, body, ifMatch, ...request }) => {
        const input = { ...params, version: ifMatch, patch: body };
        return answerAfter(200, await correctInteraction(input, { customers, ...request }));
      },

      deleteInteraction: async ({ params, ifMatch, ...request }) => {
        const input = { ...params, version: ifMatch };
        return emptyAfter(204, await withdrawInteraction(input, { customers, ...request }));
      },

      attachFile: async ({ params, body, ...request }) => {
        const input = { ...params, file: body };
        return answerAfter(201, await attachFile(input, { customers, links: await links(), ...request }));
      },

      getAttachment: async ({ params, ...request }) =>
        answerAfter(200, await getAttachment(params, { customers, links: await links(), ...request })),

      removeAttachment: async ({ params, ifMatch, ...request }) =>
        emptyAfter(204, await removeAttachment({ ...params, version: ifMatch }, { customers, ...request })),

      listTimeline: async ({ params, query, principal }) =>
        answer(
          200,
          await listTimeline({ customerId: params.customerId, ...query }, { customers, principal }),
        ),
    };
  },
);
