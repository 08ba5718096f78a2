/** Decisions about staff that need nothing but the staff. */
import { officeCalendar } from '../../../shared/time/office-calendar.ts';
import type { BusinessCalendar } from '../../../shared/values/business-calendar.ts';
import type { Staff, StaffEntry } from './staff.schema.ts';

export function newStaff(id: string, entry: StaffEntry, at: string): Staff {
  return { ...entry, id, version: 1, createdAt: at, updatedAt: at };
}

/** The member of staff after an entry has replaced what was known; what it leaves out is no longer known. */
export function replaceStaff(staff: Staff, entry: StaffEntry, at: string): Staff {
  return {
    ...entry,
    id: staff.id,
    version: staff.version + 1,
    createdAt: staff.createdAt,
    updatedAt: at,
  };
}

/** When this person works: their own hours, else the usual office hours of their time zone. */
export function workingHoursOf(staff: Pick<Staff, 'timeZone' | 'businessHours'>): BusinessCalendar {
  const { timeZone, businessHours } = staff;
  return businessHours === undefined ? officeCalendar(timeZone) : { ...businessHours, timeZone };
}
