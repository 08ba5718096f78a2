/** The settings of calls in the one table. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { callbackSettingsChanged } from './calling.events.ts';
import { callSettingsItem, callSettingsRestorable } from './calling.items.ts';
import { defaultCallSettings } from './calling.rules.ts';
import type { CallSettings } from './calling.schema.ts';

export type CallSettingsStore = ReturnType<typeof createCallSettingsStore>;

export function createCallSettingsStore(table: Pick<Table, 'find' | 'listRecords'>) {
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: CallSettings, changeId: string) =>
      valuesBefore(
        {
          ...callSettingsRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(callSettingsItem, present).pk,
        },
        table,
      ),

    /** The settings, or the default ones while nobody has set any. */
    get: async (): Promise<CallSettings> => (await table.find(callSettingsItem, {})) ?? defaultCallSettings,

    /** Writes them with the event that keeps what they were; nothing when nothing has changed. */
    change(before: CallSettings, after: CallSettings, context: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.version === defaultCallSettings.version
          ? insert(callSettingsItem, after, { onConflict: 'retry' })
          : replace(callSettingsItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(callSettingsItem, after).pk, callbackSettingsChanged, data, context, changes),
      ];
    },
  };
}
