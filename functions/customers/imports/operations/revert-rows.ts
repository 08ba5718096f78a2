import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { givenBack } from '../../corrections/index.ts';
import { type By, type CustomerIntake, type Intake, storeMany } from '../../customers/index.ts';
import { nextStep, placesOf } from '../imports.rules.ts';
import {
  type LeftBecause,
  maximumLeft,
  type RevertCourse,
  type StoredImport,
  type StoredVerdict,
  StoredVerdicts,
} from '../imports.schema.ts';
import type { ImportedChange } from '../imports.store.ts';
import { doublesFrom, noClaims, noDoubles } from './doubles.ts';
import { judgeRows } from './judge-rows.ts';
import { byAsker, end, importedIn, readerOf, rowsIn, type Work } from './parts.ts';
import { judgingOf } from './run-rows.ts';

type Customer = Intake['result'];

/** A row that has stored something. */
interface StoredRow {
  readonly line: number;
  readonly customerId: string;
  readonly outcome: 'created' | 'updated';
}

/** `fields` are those that stay; all, where it is not said. */
type Result =
  | 'removed'
  | 'restored'
  | { readonly left: LeftBecause; readonly fields?: readonly string[] | undefined };

/** What is to be written for a row, and what that makes of it. */
interface Step {
  readonly row: StoredRow;
  readonly result: Result;
  readonly writes: readonly Write[];
}

interface Reverting {
  readonly importId: string;
  readonly intake: CustomerIntake;
  readonly by: By;
  readonly work: Work;
}

/**
 * Takes back what a run has stored, from its last part to its first: customers it has created go, unless somebody else has
 * had to do with them since; those it has changed have again what they had, field by field, but for what others have changed
 * since; and all whom it has put into a list leave it.
 */
export async function revertOn(before: StoredImport, work: Work): Promise<number | undefined> {
  let importing = before;
  for (;;) {
    const { revert, chunk } = importing;
    if (revert === undefined) throw new Error(`The revert of ${importing.id} was not begun`);
    if (chunk === 0)
      return end(importing, { status: 'reverted', revert: { ...revert, doneAt: work.now() } }, work);
    if (!work.hasTime()) return importing.step;
    const by = await byAsker(importing, work);
    const context = { importId: importing.id, intake: work.openIntake(), by, work };
    const verdicts = await verdictsOf(importing, chunk - 1, work);
    const { id: importId, listId } = importing;
    if (listId !== undefined) await work.lists.takeBack(importedIn(verdicts), { listId, importId });
    const rows = storedIn(verdicts);
    const results = await takeBack(rows, context);
    const after = nextStep(importing, work.now(), {
      chunk: chunk - 1,
      revert: counted(revert, rows, results),
    });
    await work.imports.commit(work.imports.advance(importing, after));
    importing = after;
  }
}

/** What became of the rows of a part; found again where whoever ran it could not say so any more. */
async function verdictsOf(
  importing: StoredImport,
  chunk: number,
  work: Work,
): Promise<readonly StoredVerdict[]> {
  const kept = await work.files.find(placesOf(importing.id).verdicts('run', chunk), StoredVerdicts);
  return kept ?? judgedAgain(importing, chunk, work);
}

/** The rows that have stored something. */
function storedIn(verdicts: readonly StoredVerdict[]): readonly StoredRow[] {
  return verdicts.flatMap(({ line, customerId, outcome }) =>
    customerId !== undefined && (outcome === 'created' || outcome === 'updated')
      ? [{ line, customerId, outcome }]
      : [],
  );
}

async function judgedAgain(
  importing: StoredImport,
  chunk: number,
  work: Work,
): Promise<readonly StoredVerdict[]> {
  const parts = {
    ...(await readerOf(importing, work)),
    doubles: doublesFrom(noDoubles),
    claims: noClaims(),
  };
  const judging = await judgingOf(importing, parts, work);
  const decisions = await judgeRows(await rowsIn(importing, chunk, work), judging, true);
  return decisions.filter(({ writes }) => writes.length === 0).map(({ verdict }) => verdict);
}

async function takeBack(rows: readonly StoredRow[], context: Reverting): Promise<readonly Result[]> {
  const stored = await storeMany(await decide(rows, context), {
    commit: context.work.imports.commit,
    pace: context.work.pace,
    again: async (step) => (await decide([step.row], context))[0] ?? step,
    refused: (_, { row }): Step => ({ row, result: { left: 'taken' }, writes: [] }),
  });
  return stored.map(({ result }) => result);
}

async function decide(rows: readonly StoredRow[], context: Reverting): Promise<readonly Step[]> {
  const { intake, importId, work } = context;
  const ids = rows.map(({ customerId }) => customerId);
  const changed = rows.filter(({ outcome }) => outcome === 'updated').map(({ customerId }) => customerId);
  const customers = new Map((await intake.findMany(ids)).map((customer) => [customer.id, customer]));
  const changes = await work.imports.findChanges(importId, changed);
  const known = new Map(changes.map((change) => [change.customerId, change]));
  const steps: Step[] = [];
  for (let at = 0; at < rows.length; at += decidedAtOnce)
    steps.push(
      ...(await Promise.all(
        rows.slice(at, at + decidedAtOnce).map(async (row) => ({
          row,
          ...(await decideOn(row, customers.get(row.customerId), known.get(row.customerId), context)),
        })),
      )),
    );
  return steps;
}

/** Each may take some reads. */
const decidedAtOnce = 20;

async function decideOn(
  row: StoredRow,
  customer: Customer | undefined,
  change: ImportedChange | undefined,
  context: Reverting,
): Promise<Pick<Step, 'result' | 'writes'>> {
  const left = (because: LeftBecause) => ({ result: { left: because }, writes: [] });
  try {
    return row.outcome === 'created'
      ? await removal(row.customerId, customer, left, context)
      : await restoration(customer, change, left, context);
  } catch (error) {
    if (error instanceof AppError) return left('not-yours');
    throw error;
  }
}

type Left = (because: LeftBecause) => Pick<Step, 'result' | 'writes'>;

async function removal(
  customerId: string,
  customer: Customer | undefined,
  left: Left,
  { intake, by, importId }: Reverting,
) {
  // The step may come again, after it has removed them.
  if (customer === undefined)
    return (await intake.isDeletedBecauseOf(customerId, importId))
      ? { result: 'removed' as const, writes: [] }
      : left('gone');
  const history = await intake.historyOf(customer.id);
  if (history !== 'none') return left(history === 'changes' ? 'changed-since' : 'in-use');
  return { result: 'removed' as const, writes: await intake.remove(customer, by) };
}

async function restoration(
  customer: Customer | undefined,
  change: ImportedChange | undefined,
  left: Left,
  { intake, by, work }: Reverting,
) {
  if (customer === undefined) return left('gone');
  if (change === undefined) return left('gone');
  if (change.reverted) return { result: restoredBut(change.left ?? []), writes: [] };
  const { fields, changedSince } = givenBack(customer, change);
  const writes = await intake.putBack(customer, fields, by);
  const marked = work.imports.markReverted(change, changedSince);
  return { result: restoredBut(changedSince), writes: [...writes, marked] };
}

function restoredBut(fields: readonly string[]): Result {
  return fields.length === 0 ? 'restored' : { left: 'changed-since', fields };
}

function counted(revert: RevertCourse, rows: readonly StoredRow[], results: readonly Result[]): RevertCourse {
  const count = (result: Result) => results.filter((each) => each === result).length;
  const left = rows.flatMap(({ line, customerId }, index) => {
    const result = results[index];
    if (typeof result !== 'object') return [];
    const { left: because, fields } = result;
    return [{ line, customerId, because, ...(fields === undefined ? {} : { fields: [...fields] }) }];
  });
  return {
    ...revert,
    rows: revert.rows + rows.length,
    removed: revert.removed + count('removed'),
    restored: revert.restored + count('restored'),
    left: [...revert.left, ...left].slice(0, maximumLeft),
    leftCount: revert.leftCount + left.length,
  };
}
