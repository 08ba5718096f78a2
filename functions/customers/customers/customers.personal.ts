/** What the customers domain keeps of a person: the profile, and what happened to them. */
import { changeItem } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { accessItem } from '../../../shared/runtime/access-trail.ts';
import { fromRecord, keyOf, type StoredRecord, toRecord } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import { rowKeys } from '../../../shared/table/list-rows.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import {
  cleaned,
  type ErasedRecord,
  type PersonalData,
  removal,
} from '../../../shared/table/personal-data.ts';
import { put } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { createFieldReader, uniqueFieldsOf } from '../fields/index.ts';
import {
  creationItem,
  customerItem,
  directoryEntryItem,
  directoryRows,
  interactionItem,
  kindMarkItem,
  uniqueItem,
  withdrawnItem,
} from './customers.items.ts';
import { attachmentFile, keptRow, uniqueValues } from './customers.rules.ts';
import { type Attachment, uploadSeconds } from './customers.schema.ts';
import { createCustomersStore } from './customers.store.ts';

/** Entries of the trail stay, by ids alone: who did what to a record that is no more. */
const kept = (): ErasedRecord => ({ result: 'kept' });

export const personalProfile: PersonalData = {
  items: [
    { item: customerItem },
    { item: uniqueItem },
    { item: kindMarkItem },
    { item: directoryEntryItem },
    ...Object.values(directoryRows).map(({ item }) => ({ item })),
    { item: interactionItem, erase: withdrawn },
    { item: withdrawnItem, erase: kept },
    { item: creationItem, erase: kept },
    { item: changeItem, erase: withoutValues },
    { item: accessItem, erase: kept },
  ],
  async withdraw(customerId, { table, origin }) {
    const customers = createCustomersStore(table);
    const customer = await customers.find(customerId);
    if (customer === undefined) return [];
    const uniqueFields = uniqueFieldsOf(await createFieldReader(table).list());
    return customers.delete(customer, origin, { uniqueFields });
  },
  async family(customerId, table) {
    const customers = createCustomersStore(table);
    const family = await customers.findFamily(customerId);
    const deleted = family === undefined ? await customers.findDeleted(customerId) : undefined;
    const records = [
      ...(family === undefined ? [] : [...family.path, ...family.others]),
      ...(deleted === undefined ? [] : [deleted.root, ...deleted.merged]),
    ];
    return records.map(({ id }) => id).filter((id) => id !== customerId);
  },
  elsewhere: ({ customerId, found }) => [
    keyOf(directoryEntryItem, { customerId, shard: String(shardOf(customerId)) }),
    ...found
      .filter(({ type }) => type === customerItem.name)
      .map((record) => fromRecord(customerItem, record))
      .map((record) => ({ customerId, sourceVersion: record.version, summary: keptRow(record) }))
      .flatMap((entry) =>
        Object.values(directoryRows).flatMap((rows) => rowKeys(directoryEntryItem, rows, entry)),
      ),
    ...found
      .filter(({ type }) => type === customerItem.name)
      .map((record) => fromRecord(customerItem, record))
      // Of every field that was defined: where it is not unique there lies nothing.
      .flatMap((record) => uniqueValues(record, new Set(Object.keys(record.custom ?? {}))))
      .map(({ kind, value }) => keyOf(uniqueItem, { kind, hash: hashOfParts(kind, ...value) })),
  ],
};

/** That somebody has recorded a contact stays in the trail, like that of one which was withdrawn. */
function withdrawn(record: StoredRecord, { origin }: { readonly origin: EventContext }): ErasedRecord {
  const { customerId, id, envelope, attachments = [] } = fromRecord(interactionItem, record);
  // A file that may still come would come after it was removed.
  const mayStillCome = ({ addedAt }: Attachment) =>
    instantAfter(addedAt, { seconds: uploadSeconds }) > origin.at;
  if (attachments.some(mayStillCome)) return { result: 'later' };
  return {
    result: 'cleaned',
    writes: [removal(record), put(withdrawnItem, { customerId, id, envelope })],
    files: attachments.map((file) => attachmentFile({ customerId, interactionId: id, id: file.id })),
  };
}

/** Of a change stay who has made it, when and to which fields; a marker stands for the values. */
function withoutValues(record: StoredRecord): ErasedRecord {
  const change = fromRecord(changeItem, record);
  const { before, after, erased } = change;
  const says = Object.keys(before).length + Object.keys(after).length > 0;
  if (erased || !says) return { result: 'kept' };
  const { event } = record;
  const emptied = toRecord(changeItem, { ...change, before: {}, after: {}, erased: true });
  // Why a call was promised would tell that there was an answer.
  const { reason: _, ...data } = change.envelope.data;
  return cleaned(record, { ...emptied, event, envelope: { ...change.envelope, data } });
}
