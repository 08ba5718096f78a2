/** Binds the routes of activities. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { activitiesContract } from './activities.contract.ts';
import { activitiesSentences } from './activities.sentences.ts';
import { createActivitiesStore } from './activities.store.ts';
import { putKind } from './operations/put-kind.ts';
import { getSummary, listActivities } from './operations/read-activities.ts';
import { recordActivities } from './operations/record-activities.ts';

export const activitiesRoutes = routes(
  activitiesContract,
  { sentences: activitiesSentences },
  ({ table }) => {
    const services = { activities: createActivitiesStore(table), customers: createCustomerReader(table) };
    return {
      listActivityKinds: async ({ query }) => answer(200, await services.activities.listKinds(query)),

      putActivityKind: async ({ params: { kind }, body: entry, ifMatch: version, origin }) => {
        const { created, ...change } = await putKind({ kind, version, entry }, { ...services, origin });
        return answerAfter(created ? 201 : 200, change);
      },

      recordActivities: async ({ body, origin }) => {
        const { result, writes } = await recordActivities(body, { ...services, origin });
        const outcomes = result.map((each) =>
          each instanceof AppError ? each : { status: each.isNew ? 201 : 200, body: { id: each.id } },
        );
        return { status: 200, body: outcomes, writes };
      },

      listCustomerActivities: async ({ params, query, principal }) =>
        answer(200, await listActivities({ ...params, ...query }, { ...services, principal })),

      getActivitySummary: async ({ params, principal }) =>
        answer(200, await getSummary(params.customerId, { ...services, principal })),
    };
  },
);
