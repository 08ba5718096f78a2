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
  /** The first row with the same key, if this is another. */
  readonly twin: number | undefined;
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
  const sent = sentRows(schema, body, inChinese);
  const until = Date.now() + limits.batchSeconds * 1000;
  const rows: RowReply[] = [];
  let replayed = true;
  const groups = Map.groupBy(sent, ({ row, parsed }) => (parsed.success ? about(parsed.data) : row)).values();
  const work = async () => {
    for (const group of groups) {
      for (const each of group) {
        const done = await outcomeOf(each.row, inChinese, () => {
          if (Date.now() > until) throw outOfTime();
          return perform(String(each.about.key), rightRow(each));
        });
        replayed &&= done.replayed;
        rows[each.row] = { row: each.row, ...each.about, ...done.outcome };
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { reply: { failed: rows.filter(({ problem }) => problem !== undefined).length, rows }, replayed };
}

function sentRows(schema: z.ZodType, body: unknown, inChinese: InChinese | undefined): readonly SentRow[] {
  const firstOf = new Map<string, number>();
  return BareBatch.parse(body).rows.map((each, row) => {
    const key = Named.safeParse(each).data?.key;
    const twin = key === undefined ? undefined : firstOf.get(key);
    if (key !== undefined && twin === undefined) firstOf.set(key, row);
    const error = wordingIn(inChinese === undefined ? 'en' : 'zh-CN');
    return { row, about: key === undefined ? {} : { key }, twin, parsed: schema.safeParse(each, { error }) };
  });
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
const Identified = z.object({ id: z.string(), leftAlone: z.array(z.string()).optional() });

/** A key that stands twice would make the answer to one row that of another. */
function rightRow({ parsed, twin }: SentRow): unknown {
  if (parsed.success && twin === undefined) return parsed.data;
  const violations = (parsed.error?.issues ?? []).flatMap((issue) => violationsOf('body', issue));
  if (twin !== undefined)
    violations.push({ pointer: '/body/key', reason: `stands in the batch twice, first in row ${twin}` });
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
