import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { assertWorks, withHours } from '../staff.rules.ts';
import type { OwnHours, Staff } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'get' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Writes down when the caller works. Saying the same again changes nothing. */
export async function putOwnHours(
  { businessHours, version }: OwnHours & { version: IfMatch },
  { staff, principal, origin }: Context,
): Promise<Change<Staff>> {
  if (principal.kind !== 'person') throw new AppError('forbidden', 'Only people have hours of their own.');
  const before = await staff.get(principal.id);
  assertVersion(before, version);
  const after = withHours(before, businessHours ?? undefined, origin.at);
  assertWorks(after, origin.at);
  const writes = staff.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}
