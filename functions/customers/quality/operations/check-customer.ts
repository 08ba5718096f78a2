import { isDeepStrictEqual } from 'node:util';
import type { Write } from '../../../../shared/table/write.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { completenessOf, findingsOf, stillAccepted } from '../quality.rules.ts';
import type { QualityRecord } from '../quality.schema.ts';
import type { QualityStore } from '../quality.store.ts';

interface Context {
  readonly quality: Pick<QualityStore, 'find' | 'getRules' | 'change' | 'remove'>;
  readonly customers: Pick<CustomerReader, 'find'>;
}

/**
 * The writes by which what is known of a customer's data is that of the customer as they are now, however often and in
 * whatever order events arrive; none when it is. What was found before is read first: whoever writes in between has
 * read a customer no older than the one read here, and this one starts again.
 */
export async function checkCustomer(customerId: string, context: Context): Promise<readonly Write[]> {
  const { quality, customers } = context;
  const before = await quality.find(customerId);
  const customer = await customers.find(customerId);
  if (customer === undefined) return before === undefined ? [] : quality.remove(before);
  const { rules } = await quality.getRules();
  const after = { ...lookedAt(customer, before), ...completenessOf(customer, rules) };
  return isSame(before, after) ? [] : quality.change(before, after);
}

function lookedAt(customer: Customer, before: QualityRecord | undefined) {
  const { id, name, owner, version: customerVersion } = customer;
  const accepted = stillAccepted(customer, before?.accepted ?? []);
  return {
    id,
    customer: { name, owner },
    customerVersion,
    accepted: [...accepted],
    findings: [...findingsOf(customer, accepted)],
  };
}

function isSame(before: QualityRecord | undefined, after: Omit<QualityRecord, 'version'>): boolean {
  if (before === undefined) return false;
  const { version: _, ...present } = before;
  return isDeepStrictEqual(present, after);
}
