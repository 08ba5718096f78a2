/** How a batch is answered: of two rows about the same thing the later one counts, others go side by side. */
import * as z from 'zod';
import { BareBatch, type BatchReply, type RowReply } from '../contract/batch.ts';
import { limits } from '../contract/limits.ts';
import type { Route } from '../contract/route.ts';
import { AppError } from '../errors/app-error.ts';
import type { InChinese } from '../errors/in-chinese.ts';
import { problemOf } from '../errors/problem.ts';
import { wordingIn } from '../errors/wording.ts';
import { countFailures } from './failures.ts';
import { toAppError } from './http-middlewares.ts';
import { violationsOf } from './http-request.ts';

/** Carries out a row that is valid; `replayed` = it was answered before. */
export type PerformRow = (
  key: string,
  row: unknown,
) => Promise<{ readonly status: number; readonly body: unknown; readonly replayed: boolean }>;

/** Rows, or groups of rows about the same thing, under way at once. */
const parallel = 8;

interface SentRow {
  readonly row: number;
  readonly about: { readonly key?: string };
  readonly parsed: z.ZodSafeParseResult<unknown>;
}

/**
 * Carries out every row and says what became of each.
 *
 * @param inChinese says the problems, to whoever does not read English
 * @returns also whether every one was answered before
 */
export async function performRows(
  { schema, about }: NonNullable<Route['row']>,
  body: unknown,
  inChinese: InChinese | undefined,
  perform: PerformRow,
): Promise<{ readonly reply: BatchReply; readonly replayed: boolean }> {
  const sent = BareBatch.parse(body).rows.map((each, row): SentRow => {
    const key = Named.safeParse(each).data?.key;
    return {
      row,
      about: key === undefined ? {} : { key },
      parsed: schema.safeParse(each, { error: wordingIn(inChinese === undefined ? 'en' : 'zh-CN') }),
    };
  });
  const until = Date.now() + limits.batchSeconds * 1000;
  const rows: RowReply[] = [];
  let replayed = true;
  const groups = Map.groupBy(sent, ({ row, parsed }) => (parsed.success ? about(parsed.data) : row)).values();
  const work = async () => {
    for (const group of groups) {
      for (const { row, about: told, parsed } of group) {
        const done = await outcomeOf(row, inChinese, () => {
          if (Date.now() > until) throw outOfTime();
          return perform(String(told.key), rightRow(parsed));
        });
        replayed &&= done.replayed;
        rows[row] = { row, ...told, ...done.outcome };
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { reply: { failed: rows.filter(({ problem }) => problem !== undefined).length, rows }, replayed };
}

async function outcomeOf(
  row: number,
  inChinese: InChinese | undefined,
  perform: () => ReturnType<PerformRow>,
) {
  try {
    const { status, body, replayed } = await perform();
    return { outcome: { status, ...Identified.parse(body) }, replayed };
  } catch (error) {
    return { outcome: refusal(error, row, inChinese), replayed: false };
  }
}

const Named = z.object({ key: z.string() });
const Identified = z.object({ id: z.string() });

function rightRow(result: z.ZodSafeParseResult<unknown>): unknown {
  if (result.success) return result.data;
  const violations = result.error.issues.flatMap((issue) => violationsOf('body', issue));
  throw new AppError('invalid-request', 'Some values of this row are missing or not valid.', { violations });
}

/** Operations know of one body; here it is a row among others. */
function refusal(
  error: unknown,
  row: number,
  inChinese: InChinese | undefined,
): Pick<RowReply, 'status' | 'problem'> {
  const problem = problemOf(toAppError(error), undefined, inChinese);
  if (problem.status >= 500) countFailures(1);
  const errors = problem.errors?.map(({ pointer, reason }) => ({
    pointer: pointer.replace(/^\/body/, `/body/rows/${row}`),
    reason,
  }));
  return { status: problem.status, problem: errors === undefined ? problem : { ...problem, errors } };
}

function outOfTime(): AppError {
  return new AppError('unavailable', 'The rows before have taken all the time. Send the batch again.');
}
