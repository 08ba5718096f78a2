/** How the settings of calls lie in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { callbackSettingsChanged } from './calling.events.ts';
import { CallSettings, CallSettingsEntry } from './calling.schema.ts';

/** One row for all, and its changes beside it. */
export const callSettingsItem = defineItem({
  name: 'callback-settings',
  v: 1,
  retention: 'setting',
  schema: CallSettings,
  key: ['CALLBACK-SETTINGS', '-'],
});

export const callSettingsTrail = ownTrail(callSettingsItem);

/** What can be taken back of it. */
export const callSettingsRestorable: Restorable = {
  changed: [callbackSettingsChanged],
  fields: Object.keys(CallSettingsEntry.shape),
};
