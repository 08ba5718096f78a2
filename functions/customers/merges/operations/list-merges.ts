import { notFound } from '../../../../shared/errors/app-error.ts';
import type { CustomerReader } from '../../customers/index.ts';
import type { Merge } from '../merges.schema.ts';
import type { MergeAccess } from './merge-access.ts';

/** What was merged into the record of a customer, directly or before, newest first. */
export async function listMerges(
  customerId: string,
  {
    customers,
    reader,
    principal,
  }: Pick<MergeAccess, 'customers' | 'principal'> & { readonly reader: Pick<CustomerReader, 'getReachable'> },
): Promise<Merge[]> {
  const { id } = await reader.getReachable(customerId, 'customers.read', principal);
  const family = await customers.findFamily(id);
  if (family === undefined) throw notFound('customer');
  const merges = family.others.flatMap(({ id: customerId, merge, name, email, phone }) =>
    merge === undefined
      ? []
      : [{ customerId, into: merge.into, name, email, phone, at: merge.at, by: merge.by }],
  );
  return merges.toSorted((one, other) => (one.at < other.at ? 1 : -1));
}
