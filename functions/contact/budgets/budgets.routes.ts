/** Binds the routes of the budgets domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { budgetsContract } from './budgets.contract.ts';
import { budgetsHttpEnvironment } from './budgets.environment.ts';
import { budgetsSentences } from './budgets.sentences.ts';
import { createBudgetsStore } from './budgets.store.ts';
import { putContactPolicy, restoreContactPolicy } from './operations/put-contact-policy.ts';
import { showContacts } from './operations/show-contacts.ts';

export const budgetsRoutes = routes(
  budgetsContract,
  { environment: budgetsHttpEnvironment, sentences: budgetsSentences },
  ({ table, env }) => {
    const budgets = createBudgetsStore(table);
    const customers = createCustomerReader(table);
    const consents = createConsentReader(table);
    const askAgainAfterDays = env.ASK_AGAIN_AFTER_DAYS;
    return {
      getContactPolicy: async () => answer(200, await budgets.getPolicy()),

      putContactPolicy: async ({ body, ifMatch, principal, origin }) =>
        answerAfter(
          200,
          await putContactPolicy({ entry: body, version: ifMatch }, { budgets, principal, origin }),
        ),

      restoreContactPolicy: async ({ params, principal, origin }) =>
        answerAfter(200, await restoreContactPolicy(params.eventId, { budgets, principal, origin })),

      getContacts: async ({ params, principal }) => {
        const context = { budgets, customers, consents, principal, askAgainAfterDays, now: now() };
        return answer(200, await showContacts(params.customerId, context));
      },
    };
  },
);
