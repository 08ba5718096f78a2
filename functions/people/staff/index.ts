/** What other domains may ask the staff domain. */
import { fromRecord, type StoredRecord } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { deputyItem } from './staff.items.ts';
import { isStandingIn } from './staff.rules.ts';
import { createStaffStore } from './staff.store.ts';

export { absenceAt, workingHoursOf } from './staff.rules.ts';
export type { Staff } from './staff.schema.ts';

export type StaffReader = ReturnType<typeof createStaffReader>;

export function createStaffReader(table: Table) {
  const { find, findMany, listActive } = createStaffStore(table);
  return {
    /** A member of staff; undefined when nobody of this id was registered. They may be inactive. */
    find,
    /** Those of them who were registered, in no order. */
    findMany,
    /** Everybody who works here, by name. The index lags by a second or so. */
    listActive,
  };
}

/** Who is away at that time and is stood in for, if a record beside a person says so. */
export function standInAt(record: StoredRecord, at: Instant): readonly string[] {
  if (record.type !== deputyItem.name) return [];
  const standIn = fromRecord(deputyItem, record);
  return isStandingIn(standIn, at) ? [standIn.absent] : [];
}
