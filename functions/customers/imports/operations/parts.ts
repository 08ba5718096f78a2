/** What every part of the work of an import needs. */
import type { InChinese } from '../../../../shared/errors/in-chinese.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerLater, type Callers } from '../../../../shared/identity/on-behalf.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Pace } from '../../../../shared/time/pace.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { By, CustomerIntake } from '../../customers/index.ts';
import type { FieldReader } from '../../fields/index.ts';
import type { ListFiller } from '../../lists/index.ts';
import { nextStep, placesOf } from '../imports.rules.ts';
import {
  type FileRow,
  type Mapping,
  RowsChunk,
  type StoredImport,
  type StoredVerdict,
} from '../imports.schema.ts';
import type { ImportFiles, ImportsStore } from '../imports.store.ts';
import { fileTexts } from '../imports.texts.ts';
import { type Bytes, FileRefused } from './decode-text.ts';
import { ownerFinder } from './find-owner.ts';
import { createRowReader, type RowReader } from './read-row.ts';

export interface Work {
  readonly imports: ImportsStore;
  readonly files: ImportFiles;
  /** The bytes of a file; undefined when it is not there. */
  readonly open: (key: string) => Promise<Bytes | undefined>;
  /** For some hundred rows. */
  readonly openIntake: () => CustomerIntake;
  readonly lists: Pick<ListFiller, 'addAll' | 'takeBack'>;
  readonly callers: Callers;
  readonly inChinese: InChinese;
  /** What was defined of customers beside the fields that all deployments have. */
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly staff: Pick<StaffReader, 'find' | 'listActive'>;
  readonly now: () => string;
  readonly pace: Pace;
  /** Whether there is time for another part in this invocation. */
  readonly hasTime: () => boolean;
}

/** What reads the rows of an import. */
export async function readerOf(
  { found, mapping }: StoredImport,
  { inChinese, fields, staff }: Pick<Work, 'inChinese' | 'fields' | 'staff'>,
): Promise<{ readonly reader: RowReader; readonly mapping: Mapping }> {
  if (found === undefined || mapping === undefined) throw new FileRefused(fileTexts.gone);
  const namesOwners = mapping.columns.some(({ field }) => field === 'owner');
  const [definitions, people] = await Promise.all([fields.listNow(), namesOwners ? staff.listActive() : []]);
  const context = { inChinese, definitions, ownerOf: ownerFinder(people) };
  return { reader: createRowReader(found.columns, mapping, context), mapping };
}

/** The customers of these rows, who are by now as the file has them. */
export function importedIn(verdicts: readonly StoredVerdict[]): readonly string[] {
  const ids = verdicts.flatMap(({ outcome, customerId: id }) =>
    id !== undefined && ['created', 'updated', 'unchanged'].includes(outcome) ? [id] : [],
  );
  return [...new Set(ids)];
}

/** The rows of a part. Throws FileRefused when they are not kept any more. */
export async function rowsIn(
  { id }: Pick<StoredImport, 'id'>,
  chunk: number,
  { files }: Pick<Work, 'files'>,
): Promise<readonly FileRow[]> {
  const part = await files.find(placesOf(id).rows(chunk), RowsChunk);
  if (part === undefined) throw new FileRefused(fileTexts.gone);
  return part.rows;
}

/** Tells that a part of the work has ended: cancelled, where somebody has asked for that meanwhile. */
export function end(
  { id, step, status }: StoredImport,
  fields: Partial<StoredImport>,
  { imports, now }: Pick<Work, 'imports' | 'now'>,
): Promise<undefined> {
  return retryOnConflict(async () => {
    const present = await imports.find(id);
    const isCancelled = present?.status === 'cancelling';
    // Whoever was faster goes on.
    if (present?.step !== step || (present.status !== status && !isCancelled)) return undefined;
    const at = now();
    const after = nextStep(present, at, isCancelled ? { ...fields, status: 'cancelled' } : fields);
    await imports.commit(imports.finish(present, after, originOf(present, present.by, at)));
    return undefined;
  });
}

/** Every change says by which import it was made, and in whose name. */
export function originOf({ id }: StoredImport, actor: EventContext['actor'], at: string): EventContext {
  return { actor, correlationId: id, causationId: id, hops: 0, at };
}

/** In whose name a part of the work is done, and by which import. Throws FileRefused when they have left. */
export async function byAsker(
  importing: StoredImport,
  { callers, now }: Pick<Work, 'callers' | 'now'>,
): Promise<By> {
  const principal = await askerLater(importing.asker, callers);
  if (principal === undefined) throw new FileRefused(fileTexts.starterLeft);
  const { kind, id } = principal;
  return { principal, origin: originOf(importing, { kind, id }, now()) };
}
