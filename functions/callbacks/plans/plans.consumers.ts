/** What the plans domain does when something has happened, or the entry of a customer has fallen due. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createConsentReader } from '../../contact/consents/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallbackOpener } from '../callbacks/index.ts';
import { createDayLimits } from './operations/day-room.ts';
import { fallDue } from './operations/fall-due.ts';
import { followCustomer } from './operations/follow-customer.ts';
import { holdPlan, plansOver } from './operations/follow-list.ts';
import { plansFallingDue, plansFollowing, plansHolding } from './plans.domain.ts';
import { createEntriesStore, createPlansStore } from './plans.store.ts';

export const plansConsumers = consumers(({ table }) => {
  const plans = createPlansStore(table);
  const customers = createCustomerReader(table);
  const lists = createListReader(table);
  const services = { plans, customers, lists, entries: createEntriesStore(table) };
  const consents = createConsentReader(table);
  const callbacks = createCallbackOpener(table);
  const assign = createAssign(table);
  const dayLimits = createDayLimits(createStaffReader(table));
  return [
    on(plansFollowing, async ({ data }, origin) => {
      const { customerId } = data;
      // The other record of a merge, or of one that was taken back.
      const other =
        'into' in data ? [data.into] : 'from' in data && data.from !== undefined ? [data.from] : [];
      for (const id of [customerId, ...other]) {
        const { result } = await commitWithRetry(table, () => followCustomer(id, { ...services, origin }));
        if (result !== 'unchanged') logger.info('plans have followed a customer', { customerId: id, result });
      }
    }),

    on(plansFallingDue, async ({ data: { id: customerId } }, origin) => {
      const context = { ...services, consents, callbacks, assign, dayLimits, origin };
      const { result } = await commitWithRetry(table, () => fallDue(customerId, context));
      logger.info('customer of a plan looked at', { customerId, result });
    }),

    on(plansHolding, async ({ data: { listId } }, origin) => {
      for (const { id: planId } of await plansOver(listId, { plans })) {
        const { result } = await commitWithRetry(table, () =>
          holdPlan({ planId, listId }, { plans, origin }),
        );
        if (result) logger.info('plan held: its list is gone', { planId, listId });
      }
    }),
  ];
});
