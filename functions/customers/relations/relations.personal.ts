/** What the relations domain keeps of a person: who they are to others, on both sides. */
import { keyOf, type StoredRecord } from '../../../shared/table/item.ts';
import { type ErasedRecord, type PersonalData, removal } from '../../../shared/table/personal-data.ts';
import { remove } from '../../../shared/table/write.ts';
import { itemOf, primaryContactItem, relationItems } from './relations.items.ts';
import { fromOtherSide } from './relations.rules.ts';
import { RelationSide } from './relations.schema.ts';

export const personalRelations: PersonalData = {
  items: [...relationItems.map((item) => ({ item, erase: onBothSides })), { item: primaryContactItem }],
};

/** The other customer stays; that they were related to this one does not. */
function onBothSides(record: StoredRecord): ErasedRecord {
  const side = RelationSide.strip().parse(record);
  const there = fromOtherSide(side);
  const { customerId, otherId, kind, primary } = side;
  const writes = [removal(record), remove(itemOf(there.kind), there)];
  if (primary === undefined || kind !== 'contact-of') return { result: 'removed', writes };
  const primaryThere = {
    action: 'Delete',
    key: keyOf(primaryContactItem, { customerId: otherId }),
    condition: 'attribute_not_exists(pk) OR otherId = :erased',
    values: { ':erased': customerId },
    onConflict: 'retry',
  } as const;
  return { result: 'removed', writes: [...writes, primaryThere] };
}
