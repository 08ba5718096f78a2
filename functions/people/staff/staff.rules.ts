/** Decisions about staff that need nothing but the staff. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { findWorkingTime } from '../../../shared/time/business-hours.ts';
import { dayAfter } from '../../../shared/time/days.ts';
import { chinaHolidays } from '../../../shared/time/holidays-cn.ts';
import { officeCalendar, statutoryHolidaysIn } from '../../../shared/time/office-calendar.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { BusinessCalendar } from '../../../shared/values/business-calendar.ts';
import type { Absence, ShownStaff, Staff, StaffEntry, StaffProfile, StandIn } from './staff.schema.ts';

export function newStaff(id: string, entry: StaffEntry, at: string): Staff {
  return { ...entry, id, version: 1, absences: [], createdAt: at, updatedAt: at };
}

/** The member of staff after an entry has replaced what was known; what it leaves out is no longer known, absences are. */
export function replaceStaff(staff: Staff, entry: StaffEntry, at: string): Staff {
  return {
    ...entry,
    absences: staff.absences,
    id: staff.id,
    version: staff.version + 1,
    createdAt: staff.createdAt,
    updatedAt: at,
  };
}

/**
 * When this person works, absences aside: their own hours, with the statutory holidays unless they keep none, else
 * the usual office hours of their time zone.
 */
export function workingHoursOf(staff: Pick<Staff, 'timeZone' | 'businessHours'>): BusinessCalendar {
  const { timeZone, businessHours } = staff;
  if (businessHours === undefined) return officeCalendar(timeZone);
  const { statutoryHolidays = statutoryHolidaysIn(timeZone), ...own } = businessHours;
  if (statutoryHolidays === 'none') return { ...own, timeZone };
  const { holidays, makeUpDays, holidaysKnown } = chinaHolidays;
  const isOwn = (day: string) =>
    own.holidays.includes(day) || own.makeUpDays.some((each) => each.day === day);
  return {
    ...own,
    timeZone,
    holidays: [...own.holidays, ...holidays.filter((day) => !isOwn(day))],
    makeUpDays: [...own.makeUpDays, ...makeUpDays.filter(({ day }) => !isOwn(day))],
    holidaysKnown: togetherKnown(holidaysKnown, own.holidaysKnown),
  };
}

type Known = BusinessCalendar['holidaysKnown'];

/** Own days of a year that has not been announced here, or is not known to us yet, make it known. */
function togetherKnown(announced: Known, own: Known): Known {
  if (announced === null || own === null) return announced ?? own;
  const [first, second] = announced.from <= own.from ? [announced, own] : [own, announced];
  if (second.from > dayAfter(first.to)) return announced;
  return { from: first.from, to: first.to > second.to ? first.to : second.to };
}

/** The member of staff as the API shows them. */
export function shownStaff(staff: Staff): ShownStaff {
  return { ...staff, holidaysKnown: workingHoursOf(staff).holidaysKnown };
}

interface Days {
  readonly from: string;
  readonly until: string;
}

export function overlaps(one: Days, other: Days): boolean {
  return one.from <= other.until && other.from <= one.until;
}

/** The day that it is for this person. */
export function dayOf({ timeZone }: Pick<Staff, 'timeZone'>, at: string): string {
  return wallTimeAt(at, timeZone).slice(0, 10);
}

/** Whether the absence goes on for which somebody stands in. */
export function isStandingIn({ timeZone, from, until }: StandIn, at: string): boolean {
  const day = dayOf({ timeZone }, at);
  return from <= day && day <= until;
}

/** Whether work may be given to them; what is theirs already is another matter. */
export function takesWork({ active, takesWork: takes }: Staff): boolean {
  return active && takes;
}

/** The absence that goes on, if there is one. */
export function absenceAt(staff: Pick<Staff, 'timeZone' | 'absences'>, at: string): Absence | undefined {
  const day = dayOf(staff, at);
  return staff.absences.find(({ from, until }) => from <= day && day <= until);
}

/** Who stands in at the absences of this person; nobody for somebody who works here no longer and holds nothing. */
export function deputiesOf({ id: absent, active, timeZone, absences }: Staff): readonly StandIn[] {
  if (!active) return [];
  return absences.flatMap(({ id: absenceId, deputy, from, until }) =>
    deputy === null ? [] : [{ deputy, absenceId, absent, timeZone, from, until }],
  );
}

/** Those of them that go on or are to come, by their first day. */
export function notOver(standIns: readonly StandIn[], at: string): readonly StandIn[] {
  return standIns
    .filter((standIn) => standIn.until >= dayOf(standIn, at))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
}

/** What the API tells of a member of staff; why they are away is not for everybody. */
export function staffProfile(
  staff: Staff,
  { standIns, at, seesNotes }: { standIns: readonly StandIn[]; at: string; seesNotes: boolean },
): StaffProfile {
  return {
    ...shownStaff(staff),
    absences: seesNotes ? staff.absences : staff.absences.map(({ note: _, ...absence }) => absence),
    standsInFor: notOver(standIns, at).map(({ absent: staffId, absenceId, from, until }) => ({
      ...{ staffId, absenceId, from, until },
    })),
  };
}

/** The member of staff with other absences; those that are over are no longer kept. */
export function withAbsences(staff: Staff, absences: readonly Absence[], at: string): Staff {
  const today = dayOf(staff, at);
  const kept = absences.filter(({ until }) => until >= today);
  return {
    ...staff,
    absences: kept.toSorted((one, other) => (one.from < other.from ? -1 : 1)),
    version: staff.version + 1,
    updatedAt: at,
  };
}

/** The member of staff with other hours; undefined for the usual ones. */
export function withHours(staff: Staff, businessHours: Staff['businessHours'], at: string): Staff {
  const { businessHours: _, ...rest } = staff;
  return {
    ...rest,
    ...(businessHours === undefined ? {} : { businessHours }),
    version: staff.version + 1,
    updatedAt: at,
  };
}

/** Refuses hours in which somebody who takes on work never works: no call could be promised in them. */
export function assertWorks(entry: Pick<Staff, 'active' | 'timeZone' | 'businessHours'>, at: string): void {
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

/** The conflict over an address that another member of staff has. */
export function addressTaken(staffId: string, holder: Pick<Staff, 'active'> | undefined): AppError {
  const reason =
    holder?.active === false
      ? `Taken by ${staffId}, who works here no longer and keeps it. Give them another address with PUT /staff/{staffId}, and it is free.`
      : `Taken by ${staffId}. Use another address, or change theirs with PUT /staff/{staffId} first.`;
  return new AppError('conflict', 'Another member of staff has this e-mail address.', {
    violations: [{ pointer: '/body/email', reason }],
    members: { existing: { id: staffId } },
  });
}

/** Nobody needs more to know where to look. */
const maximumNamed = 5;

/** Refuses to let somebody go who still holds something or stands in, and says what is to be handed over. */
export function assertHoldsNothing(
  held: Readonly<Record<string, number>>,
  standIns: readonly StandIn[],
): void {
  const all = { ...held, standIns: standIns.length };
  const open = Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
  if (Object.keys(open).length === 0) return;
  const named = standIns
    .slice(0, maximumNamed)
    .map(({ absent, from, until }) => `${absent} ${from}/${until}`);
  const counted = [
    ...Object.entries(held).flatMap(([kind, count]) => (count > 0 ? [`${kind}: ${count}`] : [])),
    ...(named.length > 0 ? [`absences to stand in for: ${standIns.length} (${named.join('; ')})`] : []),
  ];
  throw new AppError(
    'not-allowed-now',
    `This person still holds ${counted.join(', ')}. Hand it over with POST /handovers.`,
    { members: { open } },
  );
}
