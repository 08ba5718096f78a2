/** What the plans domain keeps of a person: in which plan they stand. */
import { fromRecord, type StoredRecord } from '../../../shared/table/item.ts';
import type { ErasedRecord, PersonalData } from '../../../shared/table/personal-data.ts';
import { entryItem } from './plans.items.ts';
import { settleEntries } from './plans.store.ts';

export const personalPlans: PersonalData = { items: [{ item: entryItem, erase: outOfPlan }] };

function outOfPlan(record: StoredRecord): ErasedRecord {
  const before = fromRecord(entryItem, record);
  return { result: 'removed', writes: settleEntries([{ before, after: undefined }]) };
}
