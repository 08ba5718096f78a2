import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import {
  asEntry,
  type Restorable,
  type RestoreReader,
  restoring,
  valuesBefore,
} from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { keyOf } from '../../../../shared/table/item.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { contactPolicyChanged } from '../budgets.events.ts';
import { policyItem } from '../budgets.items.ts';
import { type ContactPolicy, ContactPolicyEntry } from '../budgets.schema.ts';
import type { BudgetsStore } from '../budgets.store.ts';

interface Context {
  readonly budgets: Pick<BudgetsStore, 'getPolicy' | 'changePolicy'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

const restorable: Restorable = {
  changed: [contactPolicyChanged],
  fields: Object.keys(ContactPolicyEntry.shape),
};

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
  { table, ...context }: Context & { readonly table: RestoreReader },
): Promise<Change<ContactPolicy>> {
  assertManages(context.principal);
  const present = await context.budgets.getPolicy();
  const place = { collection: keyOf(policyItem, {}).pk, subject: {}, present };
  const before = await valuesBefore({ ...restorable, ...place, changeId }, table);
  const entry = asEntry(ContactPolicyEntry, present, before);
  const origin = restoring(context.origin, changeId);
  return putContactPolicy({ entry, version: [present.version] }, { ...context, origin });
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['contact.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say how often customers are written to.');
}
