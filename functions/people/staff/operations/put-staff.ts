import { changedNames, fieldChanges } from '../../../../shared/events/change-event.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newStaff, replaceStaff } from '../staff.rules.ts';
import type { Staff, StaffEntry } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'find' | 'register' | 'change'>;
  readonly origin: EventContext;
}

/** Registers a member of staff or replaces what is known of them. Telling the same again changes nothing. */
export async function putStaff(
  { staffId, entry }: { staffId: string; entry: StaffEntry },
  { staff, origin }: Context,
): Promise<Change<Staff> & { readonly created: boolean }> {
  const before = await staff.find(staffId);
  if (before === undefined) {
    const registered = newStaff(staffId, entry, origin.at);
    return { result: registered, writes: staff.register(registered, origin), created: true };
  }
  const after = replaceStaff(before, entry, origin.at);
  if (changedNames(fieldChanges(before, after)).length === 0) {
    return { result: before, writes: [], created: false };
  }
  return { result: after, writes: staff.change(before, after, origin), created: false };
}
