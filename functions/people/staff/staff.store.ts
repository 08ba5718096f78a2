/** Reading staff from the one table and writing them with their events. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { type EventContext, raise } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { staffChanged, staffRegistered } from './staff.events.ts';
import { staffByName, staffItem } from './staff.items.ts';
import type { Staff } from './staff.schema.ts';

export type StaffStore = ReturnType<typeof createStaffStore>;

export function createStaffStore(table: Table) {
  return {
    find: (staffId: string): Promise<Staff | undefined> => table.find(staffItem, { id: staffId }),

    list: (page: PageRequest) => table.listSummaries(staffByName, {}, page),

    register(staff: Staff, origin: EventContext): readonly Write[] {
      const event = raise(staffRegistered, { staffId: staff.id, version: staff.version }, origin);
      return [insert(staffItem, staff, { event, onConflict: 'retry' })];
    },

    change(before: Staff, after: Staff, origin: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const data = { staffId: after.id, version: after.version, changed: changedNames(changes) };
      return [
        replace(staffItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(`STAFF#${after.id}`, staffChanged, data, origin, changes),
      ];
    },
  };
}
