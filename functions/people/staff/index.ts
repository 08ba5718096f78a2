/** What other domains may ask the staff domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createStaffStore } from './staff.store.ts';

export { workingHoursOf } from './staff.rules.ts';
export type { Staff } from './staff.schema.ts';

export type StaffReader = ReturnType<typeof createStaffReader>;

export function createStaffReader(table: Table) {
  const { find, findMany } = createStaffStore(table);
  return {
    /** A member of staff; undefined when nobody of this id was registered. They may be inactive. */
    find,
    /** Those of them who were registered, in no order. */
    findMany,
  };
}
