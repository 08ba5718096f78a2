/** Binds the routes of the fields domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { fieldsContract } from './fields.contract.ts';
import { fieldsSentences } from './fields.sentences.ts';
import { createFieldsStore } from './fields.store.ts';
import { createField, patchField, restoreField, retireField } from './operations/define-field.ts';
import { describeCustomers } from './operations/describe-customers.ts';

export const fieldsRoutes = routes(fieldsContract, { sentences: fieldsSentences }, ({ table }) => {
  const fields = createFieldsStore(table);
  return {
    createField: async ({ body, principal, origin }) =>
      answerAfter(201, await createField(body, { fields, principal, origin })),

    listFields: async ({ query }) => answer(200, await fields.list(query)),

    getField: async ({ params }) => answer(200, await fields.get(params.name)),

    patchField: async ({ params, body, ifMatch, principal, origin }) => {
      const input = { name: params.name, version: ifMatch, patch: body };
      return answerAfter(200, await patchField(input, { fields, principal, origin }));
    },

    retireField: async ({ params: { name }, principal, origin }) =>
      answerAfter(200, await retireField({ name, isRetired: true }, { fields, principal, origin })),

    reinstateField: async ({ params: { name }, principal, origin }) =>
      answerAfter(200, await retireField({ name, isRetired: false }, { fields, principal, origin })),

    restoreField: async ({ params: { name, eventId: changeId }, principal, origin }) =>
      answerAfter(200, await restoreField({ name, changeId }, { fields, principal, origin })),

    describeCustomers: async ({ principal }) => answer(200, await describeCustomers({ fields, principal })),
  };
});
