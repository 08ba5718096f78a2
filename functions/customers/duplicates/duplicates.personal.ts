/** What the duplicates domain keeps of a person: with them, in blocks, and in the pairs that lie with others. */
import { fromRecord, keyOf } from '../../../shared/table/item.ts';
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { duplicateBlockItem, duplicateRecordItem, pairSideItem } from './duplicates.items.ts';
import { hashOfBlock } from './duplicates.store.ts';

export const personalDuplicates: PersonalData = {
  items: [{ item: duplicateRecordItem }, { item: duplicateBlockItem }, { item: pairSideItem }],
  elsewhere: ({ customerId, found }) => [
    ...found
      .filter(({ type }) => type === duplicateRecordItem.name)
      .flatMap((record) => fromRecord(duplicateRecordItem, record).blocks)
      .map((block) => keyOf(duplicateBlockItem, { block: hashOfBlock(block), customerId })),
    ...found
      .filter(({ type }) => type === pairSideItem.name)
      .map((record) => fromRecord(pairSideItem, record))
      .map(({ otherId }) => keyOf(pairSideItem, { customerId: otherId, otherId: customerId })),
  ],
};
