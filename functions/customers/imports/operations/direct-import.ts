/** What whoever imports asks for: that the file is read, checked, run, and taken back. */
import { AppError, notYours, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerOf } from '../../../../shared/identity/on-behalf.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import { type FieldReader, fieldsSeenBy } from '../../fields/index.ts';
import { assertStatus, maySee, nextStep, noCounts } from '../imports.rules.ts';
import { customPrefix, type ImportPatch, type Mapping, type StoredImport } from '../imports.schema.ts';
import type { ImportsStore } from '../imports.store.ts';

export interface Directing {
  readonly imports: Pick<ImportsStore, 'get' | 'start' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** An import of the caller, or of anybody where they may change the rows of all. Throws `not-found`. */
export async function ownImport(
  importId: string,
  { imports, principal }: { readonly imports: Pick<ImportsStore, 'get'>; readonly principal: Principal },
): Promise<StoredImport> {
  const importing = await imports.get(importId);
  if (!maySee(importing, principal)) throw notYours('import');
  return importing;
}

/** The same with its rows, which tell what they hold. Throws `forbidden` where the caller is not shown all of that. */
export async function importWithRows(
  importId: string,
  context: Parameters<typeof ownImport>[1] & { readonly fields: Pick<FieldReader, 'listNow'> },
): Promise<StoredImport> {
  const importing = await ownImport(importId, context);
  const told = new Set<string>(importing.mapping?.columns.map(({ field }) => field));
  if (![...told].some((field) => field.startsWith(customPrefix))) return importing;
  const isSeen = fieldsSeenBy(context.principal);
  const isHidden = (field: FieldDefinition) => told.has(`${customPrefix}${field.name}`) && !isSeen(field);
  if (!(await context.fields.listNow()).some(isHidden)) return importing;
  throw new AppError('forbidden', 'The rows of this file hold a field that you are not shown.');
}

/** Has the uploaded file read. */
export async function startImport(importId: string, context: Directing): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  assertStatus(before, 'waiting');
  return begin(before, { status: 'reading' }, context);
}

/** Reads the columns in another way. */
export async function patchImport(
  { importId, version, patch }: { importId: string; version: IfMatch; patch: ImportPatch },
  context: Directing,
): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  assertVersion(before, version);
  const { mapping: told, ...file } = patch;
  if (Object.keys(file).length > 0) return readAnew(before, file, told, context);
  assertStatus(before, 'ready');
  const { found, mapping } = before;
  const after = { ...mapping, ...told } as Mapping;
  assertColumns(after, found?.columns ?? []);
  return begin(before, { status: 'reading', mapping: after, check: undefined }, context);
}

/** Reads the file in another way, also where it could not be read. */
function readAnew(
  before: StoredImport,
  file: Omit<ImportPatch, 'mapping'>,
  mapping: ImportPatch['mapping'],
  context: Directing,
): Change<StoredImport> {
  if (before.run !== undefined) assertStatus(before);
  assertStatus(before, 'ready', 'failed');
  const said = Object.entries(file).map(([name, value]) => [name, value ?? undefined]);
  const nothing = { found: undefined, mapping: undefined, check: undefined, failed: undefined };
  const told = { ...before.told, ...mapping };
  return begin(before, { ...Object.fromEntries(said), ...nothing, status: 'reading', told }, context);
}

function assertColumns({ columns }: Mapping, known: readonly string[]): void {
  const violations = columns.flatMap((each, index) =>
    each.columns.flatMap((column, place): Violation[] =>
      known.includes(column)
        ? []
        : [
            {
              pointer: `/body/mapping/columns/${index}/columns/${place}`,
              reason: 'Is no column of the file, see `found.columns`.',
            },
          ],
    ),
  );
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The mapping names columns that the file does not have.', {
      violations,
    });
}

/** Says what would become of each row. */
export async function checkImport(importId: string, context: Directing): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  assertStatus(before, 'ready');
  return begin(before, { status: 'checking', chunk: 0, check: newCourse(context) }, context);
}

/** Stores the rows. */
export async function runImport(importId: string, context: Directing): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  assertStatus(before, 'ready');
  return begin(before, { status: 'running', chunk: 0, run: newCourse(context) }, context);
}

function newCourse({ origin }: Directing) {
  return { by: origin.actor, startedAt: origin.at, rows: 0, counts: noCounts };
}

/** Stops an import: at once, or when the part of a run that is in hand is done. */
export async function cancelImport(importId: string, context: Directing): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  assertStatus(before, 'waiting', 'reading', 'ready', 'checking', 'running');
  const { imports, origin } = context;
  const status = before.status === 'running' ? 'cancelling' : 'cancelled';
  const result = { ...before, status, version: before.version + 1, updatedAt: origin.at } as const;
  return { result, writes: imports.change(before, result, origin) };
}

/** Takes back what a run has stored; again, where somebody was left who may be taken back by now. */
export async function revertImport(importId: string, context: Directing): Promise<Change<StoredImport>> {
  const before = await ownImport(importId, context);
  const { run, chunk, chunks, expiresAt, revert: last } = before;
  if (run === undefined) assertStatus({ status: before.status === 'done' ? 'ready' : before.status });
  const isAgain = before.status === 'reverted' && last !== undefined && last.leftCount > 0;
  if (!isAgain) assertStatus(before, 'done', 'cancelled', 'failed');
  const { origin } = context;
  if (expiresAt <= origin.at)
    throw new AppError('not-allowed-now', 'What became of its rows is not kept any more.');
  const course = { by: origin.actor, startedAt: origin.at, rows: 0 };
  const revert = { ...course, removed: 0, restored: 0, left: [], leftCount: 0 };
  // The part behind the last one may have been begun by whoever could not say so any more.
  const begun = isAgain ? chunks : Math.min(chunk + 1, chunks);
  return begin(before, { status: 'reverting', chunk: begun, revert }, context);
}

function begin(
  before: StoredImport,
  fields: Partial<StoredImport>,
  { imports, principal, origin }: Directing,
): Change<StoredImport> {
  const result = nextStep(before, origin.at, { ...fields, asker: askerOf(principal) });
  return { result, writes: imports.start(before, result, origin) };
}
