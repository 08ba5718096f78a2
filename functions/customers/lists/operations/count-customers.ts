import { AppError } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { CustomerReader } from '../../customers/index.ts';
import type { FieldReader } from '../../fields/index.ts';
import { asFilter } from '../../filters/filters.schema.ts';
import { filterTest } from '../../filters/index.ts';
import { estimated } from '../lists.rules.ts';
import { type CustomerCount, sampleSize } from '../lists.schema.ts';
import { violationsFor } from './fill-list.ts';

interface Context {
  readonly customers: Pick<CustomerReader, 'drawSample' | 'listEverybody' | 'findMany'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Principal;
  readonly at: Instant;
}

/** A sample that is so small tells that all can be read at once. */
const fewInSample = 250;

/**
 * How many customers a filter means, of those whom the caller sees: all of some thousand are looked at, of more a sample.
 * Costs a read unit for each who is looked at.
 */
export async function countCustomers(
  { filter: checked }: { readonly filter: Readonly<Record<string, unknown>> },
  { customers, fields, principal, at }: Context,
): Promise<CustomerCount> {
  const filter = asFilter(checked);
  const violations = violationsFor(filter, principal, await fields.listNow());
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Nobody can be found by this filter.', { violations });
  const isMeant = filterTest(filter, at);
  const isCounted = (each: Customer) =>
    hasRowAccess(principal, 'customers.read', each.owner) && isMeant(each);
  const foundAmong = async (customerIds: readonly string[]) =>
    (await customers.findMany(customerIds)).filter(isCounted).length;
  const sample = await customers.drawSample(sampleSize + 1);
  if (sample.customerIds.length > fewInSample) {
    const found = await foundAmong(sample.customerIds);
    return { ...estimated(found, sample.share), isExact: false, read: sample.customerIds.length };
  }
  const all = await customers.listEverybody();
  const count = await foundAmong(all);
  return { count, isExact: true, from: count, to: count, read: all.length };
}
