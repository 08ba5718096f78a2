/** How the staff domain lies in the one table. */

import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { UniqueValue } from '../../../shared/table/unique-value.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { dayAfter } from '../../../shared/time/days.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { staffChanged, staffRegistered } from './staff.events.ts';
import { Staff, StaffEntry, StaffSummary, StandIn } from './staff.schema.ts';

export const staffItem = defineItem({
  name: 'staff',
  v: 3,
  retention: 'record',
  schema: Staff,
  key: ['STAFF#{id}', '-'],
  indexes: { gsi1: ['LIST#staff', '{sortName}#{id}'] },
  // Cut by characters, so that a cursor made of the sort key stays short.
  parts: (staff) => ({ sortName: [...staff.name].slice(0, 30).join('') }),
  summary: StaffSummary,
  // Why somebody is away is not for everybody who sees lists.
  toSummary: ({ id, name, email, timeZone, active, takesWork, absences }) => ({
    ...{ id, name, email, timeZone, active, takesWork },
    absences: absences.map(({ from, until, deputy }) => ({ from, until, deputy })),
  }),
  upgrade: (record) => ({
    ...{ skills: [], spokenLanguages: [], territories: [], capacity: {}, absences: [], takesWork: true },
    ...record,
  }),
});

/**
 * Raised by whoever makes somebody lead of a team, and by whoever lets them go: of two who do so at once, one decides
 * again. Otherwise a team could be left without a lead who works here.
 */
export const staffGuardItem = defineItem({
  name: 'staff-guard',
  v: 1,
  retention: 'state',
  schema: z.strictObject({ staffId: staffIdSchema, version: z.int().min(1) }),
  key: ['STAFFGUARD#{staffId}', '-'],
});

/** Whose an e-mail address is. It is hashed, so that no key or log shows it. */
export const staffAddressItem = defineItem({
  name: 'staff-address',
  v: 1,
  retention: 'record',
  schema: UniqueValue,
  key: ['STAFFMAIL#{value}', '-'],
});

/** Beside whoever stands in: for whom, and when. Kept by the transaction that changes the absence. */
export const deputyItem = defineItem({
  name: 'deputy',
  v: 1,
  retention: 'trace',
  schema: StandIn,
  key: ['STAFF#{deputy}', 'DEPUTY#{absenceId}'],
  expires: ({ until }) => epochSeconds(`${dayAfter(until, 3)}T00:00:00.000Z`),
});

export const deputizing = definePattern({
  question: 'For whom does this person stand in, and when?',
  item: deputyItem,
  partition: 'STAFF#{owner}',
  prefix: 'DEPUTY#',
});

export const staffTrail = ownTrail(staffItem);

/** One partition: a department is some dozens of people. */
export const staffByName = definePattern({
  question: 'Who works here? By name.',
  item: staffItem,
  index: 'gsi1',
  partition: 'LIST#staff',
});

/** What can be taken back of it. */
export const staffRestorable: Restorable = {
  changed: [staffChanged],
  created: [staffRegistered],
  fields: [...Object.keys(StaffEntry.shape), 'absences'],
};
