/** Reading the entries of a timeline, whichever domain has written them. */
import { changeItem } from '../../../shared/events/change-event.ts';
import { Envelope } from '../../../shared/events/event.ts';
import type { StoredRecord } from '../../../shared/table/item.ts';
import { interactionItem } from './customers.items.ts';
import { Interaction, type TimelineEntry } from './customers.schema.ts';

/**
 * Every entry is an event item. An interaction shows its own text; a change shows the values before and after;
 * entries of other domains show the thin data of their event.
 */
export function timelineEntry(record: StoredRecord): TimelineEntry {
  const envelope = Envelope.parse(record.envelope);
  const entry = { id: envelope.id, at: envelope.at, type: envelope.type, actor: envelope.actor };
  if (record.type === interactionItem.name) {
    const { id, customerId, ...data } = Interaction.strip().parse(record);
    return { ...entry, id, at: data.at, data };
  }
  if (record.type === changeItem.name) {
    const { before, after } = changeItem.schema.strip().parse(record);
    return { ...entry, data: envelope.data, changes: { before, after } };
  }
  return { ...entry, data: envelope.data };
}
