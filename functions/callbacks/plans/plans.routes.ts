/** Binds the routes of plans of periodic callbacks. */
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { createConsentReader } from '../../contact/consents/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createFieldReader } from '../../customers/fields/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createSurveyReader } from '../../surveys/surveys/index.ts';
import { createCallbackOpener } from '../callbacks/index.ts';
import { createPlan, deletePlan, patchPlan, restorePlan } from './operations/change-plan.ts';
import { createDayLimits } from './operations/day-room.ts';
import { previewPlan } from './operations/preview-plan.ts';
import { listPlanEntries, showEntry, showPlan } from './operations/show-plan.ts';
import { plansContract } from './plans.contract.ts';
import { plansSentences } from './plans.sentences.ts';
import { createEntriesStore, createPlansStore } from './plans.store.ts';

export const plansRoutes = routes(plansContract, { sentences: plansSentences }, ({ table }) => {
  const plans = createPlansStore(table);
  const entries = createEntriesStore(table);
  const customers = createCustomerReader(table);
  const lists = createListReader(table);
  const fields = createFieldReader(table);
  const surveys = createSurveyReader(table);
  const consents = createConsentReader(table);
  const callbacks = createCallbackOpener(table);
  const dayLimits = createDayLimits(createStaffReader(table));
  const services = { plans, lists, fields, surveys };
  return {
    createPlan: async ({ body, ...request }) =>
      answerAfter(201, await createPlan(body, { ...services, ...request })),

    listPlans: async ({ query: { status, ...page } }) => answer(200, await plans.list({ status }, page)),

    getPlan: async ({ params, origin: { at } }) => answer(200, await showPlan(params.planId, { plans, at })),

    patchPlan: async ({ params, body, ifMatch, ...request }) => {
      const input = { id: params.planId, version: ifMatch, patch: body };
      return answerAfter(200, await patchPlan(input, { ...services, ...request }));
    },

    restorePlan: async ({ params: { planId: id, eventId: changeId }, ...request }) =>
      answerAfter(200, await restorePlan({ id, changeId }, { ...services, ...request })),

    deletePlan: async ({ params, ifMatch, ...request }) => {
      const input = { id: params.planId, version: ifMatch };
      return emptyAfter(204, await deletePlan(input, { ...services, ...request }));
    },

    previewPlan: async ({ body, principal, origin: { at } }) => {
      const context = { entries, customers, lists, fields, consents, callbacks, dayLimits, principal, at };
      return answer(200, await previewPlan(body, context));
    },

    listPlanEntries: async ({ params, query, principal }) => {
      const asked = { id: params.planId, ...query };
      return answer(200, await listPlanEntries(asked, { plans, entries, customers, principal }));
    },

    getPlanOfCustomer: async ({ params, principal }) =>
      answer(200, await showEntry(params.customerId, { plans, entries, customers, principal })),
  };
});
