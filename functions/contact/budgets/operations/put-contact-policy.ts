import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { type ContactPolicy, ContactPolicyEntry } from '../budgets.schema.ts';
import type { BudgetsStore } from '../budgets.store.ts';

interface Context {
  readonly budgets: Pick<BudgetsStore, 'getPolicy' | 'changePolicy' | 'valuesBefore'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the contact policy. The same again changes nothing. */
export async function putContactPolicy(
  { entry, version }: { readonly entry: ContactPolicyEntry; readonly version: IfMatch },
  { budgets, principal, origin }: Context,
): Promise<Change<ContactPolicy>> {
  assertManages(principal);
  const before = await budgets.getPolicy();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = budgets.changePolicy(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives the contact policy back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreContactPolicy(
  changeId: string,
  context: Context,
): Promise<Change<ContactPolicy>> {
  assertManages(context.principal);
  const present = await context.budgets.getPolicy();
  const before = await context.budgets.valuesBefore(present, changeId);
  const entry = asEntry(ContactPolicyEntry, present, before);
  return restoring(context.origin, changeId, (origin) =>
    putContactPolicy({ entry, version: [present.version] }, { ...context, origin }),
  );
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['contact.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say how often customers are written to.');
}
