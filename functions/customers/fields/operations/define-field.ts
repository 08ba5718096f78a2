import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { assertOwnLabel, newDefinition, patchedDefinition } from '../fields.rules.ts';
import { type FieldDefinition, FieldPatch, maximumFields, type NewField } from '../fields.schema.ts';
import type { FieldsStore } from '../fields.store.ts';

interface Context {
  readonly fields: Pick<
    FieldsStore,
    'get' | 'find' | 'listAll' | 'create' | 'change' | 'countDefined' | 'valuesBefore'
  >;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Defines a field. Throws `conflict` for a name or a label that is taken, `not-allowed-now` when there are as many as there can be. */
export async function createField(input: NewField, context: Context): Promise<Change<FieldDefinition>> {
  assertManages(context.principal);
  const { fields, origin } = context;
  const definition = newDefinition(input, origin.at);
  const [taken, count] = await Promise.all([fields.find(input.name), fields.countDefined()]);
  if (taken !== undefined) throw nameTaken(taken);
  if (count >= maximumFields)
    throw new AppError(
      'not-allowed-now',
      `There are ${maximumFields} fields, as many as there can be. Bring one that is retired back.`,
    );
  assertOwnLabel(definition, await fields.listAll());
  return { result: definition, writes: fields.create(definition, count, origin) };
}

function nameTaken({ retiredAt }: FieldDefinition): AppError {
  const reason =
    retiredAt === undefined
      ? 'There is a field of this name. Use another one, or change that field.'
      : 'There is a retired field of this name. Bring it back, or use another name.';
  return new AppError('conflict', 'This field is defined already.', {
    violations: [{ pointer: '/body/name', reason }],
  });
}

/** Changes how a field is defined. A patch that changes nothing is free. */
export async function patchField(
  { name, version, patch }: { name: string; version: IfMatch; patch: FieldPatch },
  context: Context,
): Promise<Change<FieldDefinition>> {
  assertManages(context.principal);
  const before = await context.fields.get(name);
  assertVersion(before, version);
  const after = patchedDefinition(before, patch, context.origin.at);
  if (!isDeepStrictEqual(before.label, after.label) && after.retiredAt === undefined)
    assertOwnLabel(after, await context.fields.listAll());
  return changed(before, after, context);
}

/** Gives a definition back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreField(
  { name, changeId }: { name: string; changeId: string },
  context: Context,
): Promise<Change<FieldDefinition>> {
  assertManages(context.principal);
  const present = await context.fields.get(name);
  const patch = asPatch(FieldPatch, await context.fields.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchField({ name, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Retires a field, or brings it back; one that is so already stays as it is. */
export async function retireField(
  { name, isRetired }: { name: string; isRetired: boolean },
  context: Context,
): Promise<Change<FieldDefinition>> {
  assertManages(context.principal);
  const before = await context.fields.get(name);
  const { retiredAt, ...definition } = before;
  if ((retiredAt !== undefined) === isRetired) return { result: before, writes: [] };
  if (!isRetired) assertOwnLabel(before, await context.fields.listAll());
  const { at } = context.origin;
  const after = { ...definition, version: before.version + 1, updatedAt: at };
  return changed(before, isRetired ? { ...after, retiredAt: at } : after, context);
}

function changed(
  before: FieldDefinition,
  after: FieldDefinition,
  { fields, origin }: Pick<Context, 'fields' | 'origin'>,
): Change<FieldDefinition> {
  const writes = fields.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say which fields customers have.');
}
