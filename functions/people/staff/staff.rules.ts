/** Decisions about staff that need nothing but the staff. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { findWorkingTime } from '../../../shared/time/business-hours.ts';
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

/** Refuses hours in which somebody who takes on work never works: no call could be promised in them. */
export function assertWorks(entry: StaffEntry, at: string): void {
  if (!entry.active || findWorkingTime(workingHoursOf(entry), at, { hours: 0 }) !== undefined) return;
  throw new AppError('invalid-request', 'These business hours leave no time to work in.', {
    violations: [
      {
        pointer: '/body/businessHours',
        reason:
          'must have a working hour within the next 400 days; shorten "holidays" or add shifts to "week". Somebody who works here no longer is "active": false.',
      },
    ],
  });
}

/** Refuses to let somebody go who still holds something, and counts what is to be handed over. */
export function assertHoldsNothing(staffId: string, held: Readonly<Record<string, number>>): void {
  const open = Object.fromEntries(Object.entries(held).filter(([, count]) => count > 0));
  if (Object.keys(open).length === 0) return;
  const counted = Object.entries(open).map(([kind, count]) => `${kind}: ${count}`);
  throw new AppError(
    'not-allowed-now',
    `This person still holds ${counted.join(', ')}. Give them another owner, or null for nobody, with PATCH; the lists with owner=${staffId} show them.`,
    { members: { open } },
  );
}
