import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { type Principal, worksHereNoLonger } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { assertHoldsNothing, assertWorks, newStaff, notOver, replaceStaff } from '../staff.rules.ts';
import type { Staff, StaffEntry } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

export interface PutContext {
  readonly staff: Pick<
    StaffStore,
    'find' | 'create' | 'change' | 'holdAddress' | 'unchanged' | 'guarded' | 'listDeputizing'
  >;
  /** How many of what this person is responsible for, by kind. */
  readonly countHeld: (staffId: string) => Promise<Readonly<Record<string, number>>>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/**
 * Registers a member of staff or replaces what is known of them. Putting the same again changes nothing. Nobody
 * becomes inactive while customers or open work are theirs, or while they stand in: those would be without anybody; nor
 * by their own hand. Nobody is given the address of another.
 */
export async function putStaff(
  { staffId, version, entry }: { staffId: string; version: IfMatch; entry: StaffEntry },
  context: PutContext,
): Promise<Change<Staff> & { readonly created: boolean }> {
  const { staff, origin } = context;
  assertWorks(entry, origin.at);
  const before = await staff.find(staffId);
  if (before === undefined) {
    if (version !== 'unsaid') assertVersion({ version: 0 }, version);
    const registered = newStaff(staffId, entry, origin.at);
    const leaving = entry.active ? [] : await letGo(staffId, context);
    const address = await staff.holdAddress(undefined, registered);
    const writes = [...staff.create(registered, origin), ...address, ...leaving];
    return { result: registered, writes, created: true };
  }
  const after = replaceStaff(before, entry, origin.at);
  const writes = staff.change(before, after, origin);
  if (writes.length > 0 || version !== 'unsaid') assertVersion(before, version);
  if (writes.length === 0) return { result: before, writes, created: false };
  const leaving = before.active && !entry.active ? await letGo(staffId, context) : [];
  const address = await staff.holdAddress(before, after);
  return { result: after, writes: [...writes, ...address, ...leaving], created: false };
}

/** Whoever lets somebody go works here themselves, also in that moment: so of two who let each other go, one stays. */
async function letGo(
  staffId: string,
  { staff, countHeld, principal, origin }: PutContext,
): Promise<readonly Write[]> {
  if (principal.kind === 'person' && principal.id === staffId)
    throw new AppError(
      'not-allowed-now',
      'Nobody makes themselves inactive. Ask somebody else who may change staff.',
    );
  const guard = await staff.guarded(staffId);
  const standIns = notOver(await staff.listDeputizing(staffId), origin.at);
  assertHoldsNothing(await countHeld(staffId), standIns);
  const caller = principal.kind === 'person' ? await staff.find(principal.id) : undefined;
  if (caller?.active === false) throw worksHereNoLonger();
  return caller === undefined ? [guard] : [guard, staff.unchanged(caller)];
}
