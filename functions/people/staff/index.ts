/** What other domains may ask the staff domain. */
import { fromRecord, type StoredRecord } from '../../../shared/table/item.ts';
import type { Moves } from '../../../shared/table/moves.ts';
import type { Table } from '../../../shared/table/table.ts';
import { instantAfter, now } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { movesOfStandIns } from './operations/move-stand-ins.ts';
import { movesOfTerritories } from './operations/move-territories.ts';
import { deputyItem } from './staff.items.ts';
import { absenceAt, isStandingIn } from './staff.rules.ts';
import type { Staff } from './staff.schema.ts';
import { createStaffStore } from './staff.store.ts';

export { absenceAt, dayOf, takesWork, workingHoursOf } from './staff.rules.ts';
export type { Staff } from './staff.schema.ts';
export { createHoldingsReader } from './staff.store.ts';

export type StaffReader = ReturnType<typeof createStaffReader>;

export function createStaffReader(table: Table) {
  const { find, findMany, guarded, list, listActive, listDeputizing, unchanged } = createStaffStore(table);
  return {
    /** A member of staff; undefined when nobody of this id was registered. They may be inactive. */
    find,
    /** Those of them who were registered, in no order. */
    findMany,
    /** Everybody who works here, by name. The index lags by a second or so. */
    listActive,
    /** Whoever works here no longer, page by page. The index lags by a second or so. */
    listInactive: (cursor?: string) => list({ active: false, limit: 100, cursor }),
    /** For whom somebody stands in, and when; what is over may still be among it. */
    listDeputizing,
    /** Beside other writes: they happen only while this person is as they were read. */
    unchanged,
    /** Beside what makes somebody lead of a team; see `guarded` of the store. */
    guarded,
  };
}

/**
 * Who is there for this person: they themselves or, while they are away, whoever stands in for them; undefined when nobody
 * is. One read while they are away.
 */
export async function presentFor(
  member: Staff,
  staff: Pick<StaffReader, 'find'>,
  at: Instant,
): Promise<Staff | undefined> {
  const absence = absenceAt(member, at);
  if (absence === undefined) return member;
  const deputy = absence.deputy === null ? undefined : await staff.find(absence.deputy);
  return deputy?.active && absenceAt(deputy, at) === undefined ? deputy : undefined;
}

/** So long somebody who worked here is taken to do so still. */
const staySeconds = 60;

/**
 * Whether somebody works here no longer; of who was never registered nothing is known. That somebody does is kept for a
 * minute, so it costs a read unit a minute for each person and instance of a function.
 */
export function createLeaversReader(table: Table): (staffId: string) => Promise<boolean> {
  const { find } = createStaffStore(table);
  const seen = new Map<string, Instant>();
  return async (staffId) => {
    const at = now();
    const before = seen.get(staffId);
    if (before !== undefined && at < instantAfter(before, { seconds: staySeconds })) return false;
    const hasLeft = (await find(staffId))?.active === false;
    if (hasLeft) seen.delete(staffId);
    else seen.set(staffId, at);
    return hasLeft;
  };
}

/** The absences at which somebody stands in, to be handed over. */
export function createStandInMoves(table: Table): Moves {
  return movesOfStandIns({ staff: createStaffStore(table) });
}

/** The territories of somebody, to be handed over. */
export function createTerritoryMoves(table: Table): Moves {
  return movesOfTerritories({ staff: createStaffStore(table) });
}

/** Who is away at that time and is stood in for, if a record beside a person says so. */
export function standInAt(record: StoredRecord, at: Instant): readonly string[] {
  if (record.type !== deputyItem.name) return [];
  const standIn = fromRecord(deputyItem, record);
  return isStandingIn(standIn, at) ? [standIn.absent] : [];
}
