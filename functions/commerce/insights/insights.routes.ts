/** Binds the routes of what customers are worth. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { insightsContract } from './insights.contract.ts';
import { insightsSentences } from './insights.sentences.ts';
import { createInsightsStore } from './insights.store.ts';
import { listLastOrders, listValues } from './operations/read-values.ts';

export const insightsRoutes = routes(insightsContract, { sentences: insightsSentences }, ({ table }) => {
  const services = {
    insights: createInsightsStore(table),
    customers: createCustomerReader(table),
    teams: createTeamReader(table),
  };
  return {
    listValues: async ({ query, principal }) =>
      answer(200, await listValues(query, { ...services, principal })),
    listLastOrders: async ({ query, principal }) =>
      answer(200, await listLastOrders(query, { ...services, principal })),
  };
});
