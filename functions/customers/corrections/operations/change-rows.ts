import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import { type By, type CustomerIntake, storeMany } from '../../customers/index.ts';
import { countsOf, givenBack, nextStep, patchTo, recounted } from '../corrections.rules.ts';
import type { Outcome, StoredCorrection, StoredRow } from '../corrections.schema.ts';
import { rowTexts } from '../corrections.texts.ts';
import { reasonsOf } from './preview-rows.ts';
import { byAsker, end, goOn, type Work } from './work.ts';

interface Changing {
  readonly intake: CustomerIntake;
  readonly by: By;
  readonly work: Work;
}

/** A row as it was and as it is afterwards, with what makes it so. */
interface Step {
  readonly before: StoredRow;
  readonly row: StoredRow;
  readonly writes: readonly Write[];
  /** That it cannot be was learnt when it was to be written, and is to be written yet. */
  readonly isLate?: boolean;
}

type Decide = (row: StoredRow, customer: Customer | undefined, context: Changing) => Promise<Step>;

/** Changes the customers of one part after another, each if they are as they were previewed. */
export async function runOn(before: StoredCorrection, work: Work): Promise<number | undefined> {
  let correction: StoredCorrection | undefined = before;
  while (correction !== undefined) {
    const { chunk, chunks, run, step, status }: StoredCorrection = correction;
    if (status === 'cancelling') return end(correction, { status: 'cancelled' }, work);
    if (run === undefined || chunk === chunks)
      return end(correction, { status: 'done', run: run && { ...run, doneAt: work.now() } }, work);
    if (!work.hasTime()) return step;
    correction = await dealWith(correction, { chunk, next: chunk + 1, decide: change }, work);
  }
  return undefined;
}

/** Gives back what was changed, from the last part to the first: a value may have gone from one customer to another. */
export async function undoOn(before: StoredCorrection, work: Work): Promise<number | undefined> {
  let correction: StoredCorrection | undefined = before;
  while (correction !== undefined) {
    const { chunk, undo, step }: StoredCorrection = correction;
    if (undo === undefined || chunk === 0)
      return end(correction, { status: 'undone', undo: undo && { ...undo, doneAt: work.now() } }, work);
    if (!work.hasTime()) return step;
    correction = await dealWith(correction, { chunk: chunk - 1, next: chunk - 1, decide: giveBack }, work);
  }
  return undefined;
}

interface Part {
  readonly chunk: number;
  /** The part that comes then. */
  readonly next: number;
  readonly decide: Decide;
}

/** Deals with one part. Whoever begins it again finds what is done already. */
async function dealWith(
  correction: StoredCorrection,
  { chunk, next, decide }: Part,
  work: Work,
): Promise<StoredCorrection | undefined> {
  const { corrections } = work;
  const part = await corrections.findChunk(correction.id, chunk);
  if (part === undefined) throw new Error(`Part ${chunk} of ${correction.id} is missing`);
  const context = { by: await byAsker(correction, work), intake: work.openIntake(), work };
  const decideOn = async (customerIds: readonly string[]): Promise<readonly Step[]> => {
    const rows = await corrections.findRows(correction.id, customerIds);
    const found = await context.intake.findMany(rows.map(({ customerId }) => customerId));
    const customers = new Map(found.map((customer) => [customer.id, customer]));
    return Promise.all(rows.map((row) => decide(row, customers.get(row.customerId), context)));
  };
  const steps = await storeMany(await decideOn(part.customerIds), {
    commit: corrections.commit,
    pace: work.pace,
    again: async (step) => (await decideOn([step.row.customerId]))[0] ?? { ...step, writes: [] },
    refused: (error, { before }) => {
      const row = { ...before, ...refusedBy(error, before, work) };
      return { before, row, writes: [], isLate: true };
    },
  });
  for (const { before, row, isLate } of steps)
    if (isLate) await corrections.commit([corrections.changeRow(before, row)]);
  const counts = countsOf(steps.map(({ row }) => row));
  return goOn(correction, work, async (present) => {
    const fields = { chunk: next, counts: recounted(present.counts, part.counts, counts) };
    const after = nextStep(present, work.now(), fields);
    return { after, writes: corrections.advance(present, after, { ...part, counts }) };
  });
}

const change: Decide = async (row, customer, context) => {
  if (row.outcome !== 'pending') return { before: row, row, writes: [] };
  const { intake, by, work } = context;
  const as = (fields: Partial<StoredRow>, writes: readonly Write[] = []): Step => {
    const after = { ...row, ...fields };
    return { before: row, row: after, writes: [...writes, work.corrections.changeRow(row, after)] };
  };
  if (customer === undefined) return as({ outcome: 'left', reasons: [{ reason: rowTexts.gone }] });
  if (customer.version !== row.version)
    return as({ outcome: 'left', reasons: [{ reason: rowTexts.changedSince }] });
  try {
    const { writes } = await intake.change(customer, patchTo(row.after ?? {}), by);
    return as({ outcome: 'changed' }, writes);
  } catch (error) {
    if (error instanceof AppError) return as({ outcome: 'refused', reasons: reasonsOf(error, work) });
    throw error;
  }
};

const giveBack: Decide = async (row, customer, { intake, by, work }) => {
  // What was said the last time may not hold any more.
  const { changedSince: _, reasons: __, ...bare } = row;
  const as = (fields: Partial<StoredRow>, writes: readonly Write[] = []): Step => {
    const after = { ...bare, ...fields };
    return { before: row, row: after, writes: [...writes, work.corrections.changeRow(row, after)] };
  };
  // Whoever is still about to change it does so no more.
  if (row.outcome === 'pending') return as({ outcome: 'left', reasons: [{ reason: rowTexts.cancelled }] });
  if (row.outcome !== 'changed' && row.outcome !== 'kept') return { before: row, row, writes: [] };
  if (customer === undefined) return as({ outcome: 'kept', reasons: [{ reason: rowTexts.gone }] });
  const { fields, changedSince } = givenBack(customer, row);
  const outcome: Outcome = changedSince.length === 0 ? 'undone' : 'kept';
  const told = changedSince.map((field) => ({ field, reason: rowTexts.othersChanged }));
  try {
    const writes = await intake.putBack(customer, fields, by);
    return as(
      { outcome, ...(told.length === 0 ? {} : { changedSince: [...changedSince], reasons: told }) },
      writes,
    );
  } catch (error) {
    if (error instanceof AppError) return as({ outcome: 'kept', reasons: reasonsOf(error, work) });
    throw error;
  }
};

/** Another customer has a value that this one was to get, attempt after attempt. */
function refusedBy(error: AppError, { outcome }: StoredRow, work: Work): Partial<StoredRow> {
  return outcome === 'pending'
    ? { outcome: 'refused', reasons: reasonsOf(error, work) }
    : { outcome: 'kept', reasons: [{ reason: rowTexts.taken }] };
}
