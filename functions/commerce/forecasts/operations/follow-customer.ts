import type { Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { ForecastsStore } from '../forecasts.store.ts';

interface Context {
  readonly forecasts: Pick<ForecastsStore, 'findRisk' | 'keepRisk' | 'removeRisk'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
}

/**
 * The writes by which the risk of a customer stands with whoever looks after them now, and goes with who is deleted or merged into
 * another one: of the whole, and of who is restored, the next forecast tells again.
 */
export async function followCustomer(
  customerId: string,
  { forecasts, customers }: Context,
): Promise<readonly Write[]> {
  const risk = await forecasts.findRisk(customerId);
  if (risk === undefined) return [];
  const customer = await customers.findContact(customerId);
  if (customer?.id !== customerId) return [forecasts.removeRisk(customerId)];
  const { owner } = customer;
  return owner === risk.customer.owner ? [] : [forecasts.keepRisk({ ...risk, customer: { owner } })];
}
