import { AppError, notFound, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import { asFilter } from '../../filters/filters.schema.ts';
import { filterViolations } from '../../filters/index.ts';
import { type NewView, type View, ViewPatch, type ViewRecord, viewId } from '../views.schema.ts';
import type { ViewsStore } from '../views.store.ts';

interface Context {
  readonly views: ViewsStore;
  readonly fields: Pick<FieldReader, 'listNow'>;
  /** Ids of the teams that somebody belongs to. */
  readonly teamsOf: (staffId: string) => Promise<readonly string[]>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** A view of whoever makes it. */
export async function createView(input: NewView, context: Context): Promise<Change<View>> {
  const { views, principal, origin } = context;
  const times = { createdAt: origin.at, updatedAt: origin.at };
  const createdBy = { kind: principal.kind, id: principal.id };
  const view = { ...input, id: newId(viewId), version: 1, createdBy, ...times };
  await assertFits(view, undefined, context);
  return { result: view, writes: views.create(view, origin) };
}

/** Changes a view. A patch that changes nothing is free. */
export async function patchView(
  { id, version, patch }: { id: string; version: IfMatch; patch: ViewPatch },
  context: Context,
): Promise<Change<View>> {
  const before = await changeable(await context.views.get(id), context);
  assertVersion(before, version);
  return changed(before, patch, context);
}

/** Gives a view back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreView(
  { id, changeId }: { id: string; changeId: string },
  context: Context,
): Promise<Change<View>> {
  const present = await changeable(await context.views.getToRestore(id, changeId), context);
  const patch = asPatch(ViewPatch, await context.views.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, async (origin) =>
    changed(present, patch, { ...context, origin }),
  );
}

/** Deletes a view. */
export async function deleteView(
  { id, version }: { id: string; version: IfMatch },
  context: Context,
): Promise<Change<undefined>> {
  const view = await changeable(await context.views.get(id), context);
  assertVersion(view, version);
  return { result: undefined, writes: context.views.delete(view, context.origin) };
}

async function changed(before: ViewRecord, patch: ViewPatch, context: Context): Promise<Change<View>> {
  // A filter is no record whose members are patched one by one.
  const next = Object.entries({ ...before, ...patch }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const fields = Object.fromEntries(next) as ViewRecord;
  const after = { ...fields, version: before.version + 1, updatedAt: context.origin.at };
  await assertFits(after, before, context);
  const writes = context.views.change(before, after, context.origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Throws `forbidden`, or `not-found` where it is somebody's own. */
async function changeable(view: ViewRecord, { principal, teamsOf }: Context): Promise<ViewRecord> {
  const { createdBy, sharedWith } = view;
  if (createdBy.kind === principal.kind && createdBy.id === principal.id) return view;
  if (sharedWith === 'nobody') throw notFound('view');
  if (principal.rowAccess['customers.write'] === 'all') return view;
  if (sharedWith !== 'everybody' && !(await teamsOf(principal.id)).includes(sharedWith))
    throw notFound('view');
  throw new AppError('forbidden', 'Only whoever made this view, or a manager, can change it.');
}

/** Nobody saves what they are not shown, or for a team that is not theirs. */
async function assertFits(
  { filter, sharedWith }: ViewRecord,
  before: ViewRecord | undefined,
  { fields, teamsOf, principal }: Context,
): Promise<void> {
  const violations: Violation[] = [];
  if (filter !== undefined && filter !== before?.filter) {
    const definitions = await fields.listNow();
    const who = { definitions, sees: fieldsSeenBy(principal), seesContact: sees(principal, 'contact') };
    violations.push(...filterViolations(asFilter(filter), who, '/body/filter'));
  }
  const isTeam = sharedWith !== 'nobody' && sharedWith !== 'everybody' && sharedWith !== before?.sharedWith;
  if (isTeam && !(await teamsOf(principal.id)).includes(sharedWith))
    violations.push({ pointer: '/body/sharedWith', reason: 'Is no team of yours. GET /teams lists them.' });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'This view cannot be saved.', { violations });
}
