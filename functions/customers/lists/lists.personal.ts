/** What the lists domain keeps of a person: in which lists they are. */
import { fromRecord, type StoredRecord } from '../../../shared/table/item.ts';
import type { ErasedRecord, PersonalData } from '../../../shared/table/personal-data.ts';
import { membershipItem } from './lists.items.ts';
import { leave } from './lists.store.ts';

export const personalLists: PersonalData = {
  items: [{ item: membershipItem, erase: outOfList }],
};

function outOfList(record: StoredRecord): ErasedRecord {
  return { result: 'removed', writes: leave(fromRecord(membershipItem, record)) };
}
