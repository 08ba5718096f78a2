import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { ContactPolicy, ContactPolicyEntry } from '../budgets.schema.ts';
import type { BudgetsStore } from '../budgets.store.ts';

interface Context {
  readonly budgets: Pick<BudgetsStore, 'getPolicy' | 'changePolicy'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the contact policy. The same again changes nothing. */
export async function putContactPolicy(
  { entry, version }: { readonly entry: ContactPolicyEntry; readonly version: IfMatch },
  { budgets, principal, origin }: Context,
): Promise<Change<ContactPolicy>> {
  if (principal.rowAccess['contact.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say how often customers are written to.');
  const before = await budgets.getPolicy();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = budgets.changePolicy(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}
