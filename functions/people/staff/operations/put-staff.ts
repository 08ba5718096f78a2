import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { assertHoldsNothing, assertWorks, newStaff, notOver, replaceStaff } from '../staff.rules.ts';
import type { Staff, StaffEntry } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'find' | 'create' | 'change' | 'listDeputizing'>;
  /** How many of what this person is responsible for, by kind. */
  readonly countHeld: (staffId: string) => Promise<Readonly<Record<string, number>>>;
  readonly origin: EventContext;
}

/**
 * Registers a member of staff or replaces what is known of them. Putting the same again changes nothing. Nobody
 * becomes inactive while customers or open work are theirs, or while they stand in: those would be without anybody.
 */
export async function putStaff(
  { staffId, version, entry }: { staffId: string; version: IfMatch; entry: StaffEntry },
  { staff, countHeld, origin }: Context,
): Promise<Change<Staff> & { readonly created: boolean }> {
  assertWorks(entry, origin.at);
  const before = await staff.find(staffId);
  assertVersion(before ?? { version: 0 }, version);
  if (!entry.active && before?.active !== false) {
    const standIns = notOver(await staff.listDeputizing(staffId), origin.at);
    assertHoldsNothing(await countHeld(staffId), standIns);
  }
  if (before === undefined) {
    const registered = newStaff(staffId, entry, origin.at);
    return { result: registered, writes: staff.create(registered, origin), created: true };
  }
  const after = replaceStaff(before, entry, origin.at);
  const writes = staff.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes, created: false };
}
