/** What the forecasts domain does when something has happened to a customer. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { customerChanged } from '../../customers/customers/customers.events.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { forecastsFollowing } from './forecasts.domain.ts';
import { createForecastsStore } from './forecasts.store.ts';
import { followCustomer } from './operations/follow-customer.ts';

export const forecastsConsumers = consumers(({ table }) => {
  const services = { forecasts: createForecastsStore(table), customers: createCustomerReader(table) };
  return [
    on(forecastsFollowing, async (event) => {
      if (event.type === customerChanged.type && !event.data.changed.includes('owner')) return;
      const { customerId } = event.data;
      await commitWithRetry(table, async () => ({
        result: undefined,
        writes: await followCustomer(customerId, services),
      }));
    }),
  ];
});
