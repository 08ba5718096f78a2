/** What the segments domain does when something has happened to a customer, or their time has come. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createListKeeper } from '../../customers/lists/index.ts';
import { holdCustomer } from './operations/hold-customer.ts';
import { askedByEvent, askedByTime, concernedBy } from './operations/what-is-asked.ts';
import { segmentsFallingDue, segmentsFollowing } from './segments.domain.ts';
import { createSegmentsStore } from './segments.store.ts';

export const segmentsConsumers = consumers(({ table }) => {
  const customers = createCustomerReader(table);
  const services = { table, customers, segments: createSegmentsStore(table), lists: createListKeeper(table) };
  return [
    on(segmentsFollowing, async (event, origin) => {
      const asked = askedByEvent(event);
      // Most changes are of what no rule asks for.
      if (asked.which(await services.segments.listLately(), {}).size === 0) return;
      for (const customerId of concernedBy(event)) {
        const { isGone } = await holdCustomer(customerId, asked, { ...services, origin });
        // What is told of a merged record is told of the one that stands for it.
        const standing = isGone ? await customers.findContact(customerId) : undefined;
        if (standing !== undefined) await holdCustomer(standing.id, asked, { ...services, origin });
      }
    }),

    on(segmentsFallingDue, async ({ data: { id: customerId } }, origin) => {
      const { moved } = await holdCustomer(customerId, askedByTime(origin.at), { ...services, origin });
      logger.info('customer of segments looked at', { customerId, moved });
    }),
  ];
});
