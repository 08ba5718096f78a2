import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import {
  type CustomerList,
  CustomerListPatch,
  type ListRecord,
  listId,
  type NewCustomerList,
} from '../lists.schema.ts';
import type { ListsStore } from '../lists.store.ts';

interface Context {
  readonly lists: Pick<ListsStore, 'get' | 'getToRestore' | 'create' | 'change' | 'delete' | 'valuesBefore'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** A list without anybody in it. */
export async function createList(input: NewCustomerList, context: Context): Promise<Change<CustomerList>> {
  const { lists, principal, origin } = context;
  const createdBy = { kind: principal.kind, id: principal.id };
  const times = { createdAt: origin.at, updatedAt: origin.at };
  const list = { ...input, id: newId(listId), version: 1, members: 0, createdBy, ...times };
  return { result: list, writes: lists.create(list, origin) };
}

/** Changes what a list is called. A patch that changes nothing is free. */
export async function patchList(
  { id, version, patch }: { id: string; version: IfMatch; patch: CustomerListPatch },
  context: Context,
): Promise<Change<CustomerList>> {
  const before = await context.lists.get(id);
  assertMayChange(before, context.principal);
  assertVersion(before, version);
  return changed(before, patch, context);
}

function changed(
  before: ListRecord,
  patch: CustomerListPatch,
  { lists, origin }: Pick<Context, 'lists' | 'origin'>,
): Change<CustomerList> {
  const after = { ...mergePatch(before, patch), version: before.version + 1, updatedAt: origin.at };
  const writes = lists.change(before, after, origin);
  return { result: shownList(writes.length === 0 ? before : after), writes };
}

/** Gives a list back what it was called before a change. Throws what `valuesBefore` throws. */
export async function restoreList(
  { id, changeId }: { id: string; changeId: string },
  context: Context,
): Promise<Change<CustomerList>> {
  const present = await context.lists.getToRestore(id, changeId);
  assertMayChange(present, context.principal);
  const patch = asPatch(CustomerListPatch, await context.lists.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, async (origin) =>
    changed(present, patch, { ...context, origin }),
  );
}

/** Deletes a list; its customers stay. Who was in it is forgotten a moment later. */
export async function deleteList(
  { id, version }: { id: string; version: IfMatch },
  { lists, principal, origin }: Context,
): Promise<Change<undefined>> {
  const list = await lists.get(id);
  assertMayChange(list, principal);
  assertVersion(list, version);
  return { result: undefined, writes: lists.delete(list, origin) };
}

/** A list is changed by whoever made it, and by managers; one that a rule keeps by nobody. Throws `forbidden` or `not-allowed-now`. */
export function assertMayChange(
  { createdBy, keptBy }: Pick<CustomerList, 'createdBy' | 'keptBy'>,
  principal: Principal,
): void {
  if (keptBy !== undefined)
    throw new AppError(
      'not-allowed-now',
      'A segment keeps this list by its rule. Change or delete the segment instead.',
    );
  const isOwn = createdBy.kind === principal.kind && createdBy.id === principal.id;
  if (isOwn || principal.rowAccess['customers.write'] === 'all') return;
  throw new AppError('forbidden', 'Only whoever made this list, or a manager, can change it.');
}

/** A list as the API shows it. */
export function shownList({ progress, deletedAt, ...list }: ListRecord): CustomerList {
  return list;
}
