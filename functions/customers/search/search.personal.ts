/** What the search index keeps of a person: names and addresses, each at every place where they are looked up. */
import { fromRecord, keyOf } from '../../../shared/table/item.ts';
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { searchEntryItem, searchRecordItem } from './search.items.ts';
import { entriesOf, newestFirst, startOf } from './search.rules.ts';

export const personalSearch: PersonalData = {
  items: [{ item: searchRecordItem }, { item: searchEntryItem }],
  elsewhere: ({ customerId, found }) =>
    found
      .filter(({ type }) => type === searchRecordItem.name)
      .flatMap((record) => entriesOf(fromRecord(searchRecordItem, record).terms))
      .map(({ kind, rank, term }) =>
        keyOf(searchEntryItem, {
          ...{ kind, rank, term },
          start: startOf(kind, term),
          recency: newestFirst(customerId),
        }),
      ),
};
