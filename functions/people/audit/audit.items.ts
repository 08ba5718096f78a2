/** How the trail lies in the one table. Its entries are written by whoever changes something, see `shared/events`. */
import { changeItem } from '../../../shared/events/change-event.ts';
import { Envelope } from '../../../shared/events/event.ts';
import { reasonAgainst } from '../../../shared/events/restore.ts';
import { actorPartition, deletionsPartition, kindPartition, recordOf } from '../../../shared/events/trail.ts';
import { accessItem } from '../../../shared/runtime/access-trail.ts';
import { fromRecord, type StoredRecord, type ValueOf } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import * as restorable from '../../restorable.ts';
import { kindOfEvent, kindOfId, pathToRestore, whyNotRestored } from './audit.rules.ts';
import type { AuditEntry } from './audit.schema.ts';

export const entriesOfActor = definePattern({
  question: 'What has this person, machine, customer or job done? Newest first.',
  item: changeItem,
  index: 'gsi1',
  partition: actorPartition,
  newestFirst: true,
});

export const entriesOfKind = definePattern({
  question: 'What was done to records of this kind? Newest first; deletions from one more shard, their own.',
  item: changeItem,
  index: 'gsi2',
  partition: kindPartition,
  newestFirst: true,
});

export const deletionsOfKind = definePattern({
  question: 'Which records of this kind were deleted? Newest first.',
  item: changeItem,
  index: 'gsi2',
  partition: deletionsPartition,
  newestFirst: true,
});

export const accessesOfRecord = definePattern({
  question: 'Who has opened this record, or was refused it? Newest first.',
  item: accessItem,
  partition: 'ACCESS#{record}',
  prefix: '{outcome}#',
  newestFirst: true,
});

/** Every entry is an item with an envelope, except who has opened or was refused something; a change has the values before and after. */
export function auditEntry(record: StoredRecord): AuditEntry {
  if (record.type === accessItem.name) return accessEntry(fromRecord(accessItem, record));
  const { id, at, type, data, actor, restores, correlationId } = Envelope.parse(record.envelope);
  const takenBack = restores === undefined ? {} : { restores };
  const entry = { id, at, actor, type, record: recordOf({ type, data }), ...takenBack, correlationId };
  if (record.type !== changeItem.name) return entry;
  const { before, after, erased } = fromRecord(changeItem, record);
  const changes = { before, after };
  const notRestored = whyNotTakenBack({ type, changes, erased });
  return {
    ...entry,
    changes,
    ...(notRestored === undefined ? { restore: pathToRestore({ id, type, data }) } : { notRestored }),
    ...(erased ? { erased } : {}),
  };
}

function accessEntry({ outcome, record, until, ...entry }: ValueOf<typeof accessItem>): AuditEntry {
  const about = record === undefined ? {} : { record: { kind: kindOfId(record), id: record } };
  return { ...entry, type: `record.${outcome}`, ...about };
}

/** By kind as the types of events spell it. */
const restorableOf = new Map(
  Object.entries(restorable).map(([name, each]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    each,
  ]),
);

/** Why an entry cannot be taken back whatever comes after it; undefined for what a route takes back. */
function whyNotTakenBack(change: Parameters<typeof reasonAgainst>[0]): string | undefined {
  const ofKind = restorableOf.get(kindOfEvent(change.type));
  return ofKind === undefined ? whyNotRestored(change.type) : reasonAgainst(change, ofKind);
}
