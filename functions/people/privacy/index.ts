/** What other domains may ask the privacy domain. */
import { keyOf } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { erasureItem } from './privacy.items.ts';
import { erasureOf } from './privacy.schema.ts';

/** Whether it was demanded that any of these customers is erased. A read for all. */
export async function isErased(
  customerIds: readonly string[],
  table: Pick<Table, 'findMany'>,
): Promise<boolean> {
  const keys = customerIds.map((customerId) => ({ id: erasureOf(customerId) }));
  return (await table.findMany(erasureItem, keys)).length > 0;
}

/** Beside other writes: they happen only while nobody has demanded that this customer is erased. */
export function isNotErased(customerId: string): Write {
  return {
    action: 'Check',
    key: keyOf(erasureItem, { id: erasureOf(customerId) }),
    condition: 'attribute_not_exists(pk)',
    onConflict: 'retry',
  };
}
