/** How the staff domain lies in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { Staff, StaffSummary } from './staff.schema.ts';

export const staffItem = defineItem({
  name: 'staff',
  v: 1,
  schema: Staff,
  key: ['STAFF#{id}', '-'],
  indexes: { gsi1: ['LIST#staff', '{sortName}#{id}'] },
  // Cut by characters, so that a cursor made of the sort key stays short.
  parts: (staff) => ({ sortName: [...staff.name].slice(0, 30).join('') }),
  summary: StaffSummary,
});

export const staffTrail = ownTrail(staffItem);

/** One partition: a department is some dozens of people. */
export const staffByName = definePattern({
  question: 'Who works here? By name.',
  item: staffItem,
  index: 'gsi1',
  partition: 'LIST#staff',
});
