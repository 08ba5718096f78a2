/** How a batch is answered: of two rows about the same thing the later one counts, others go side by side. */
import * as z from 'zod';
import { type BatchReply, type BatchRows, bareBatch, type RowReply } from '../contract/batch.ts';
import { limits } from '../contract/limits.ts';
import { AppError } from '../errors/app-error.ts';
import type { InChinese } from '../errors/in-chinese.ts';
import { problemOf } from '../errors/problem.ts';
import { wordingIn } from '../errors/wording.ts';
import { countFailures } from './failures.ts';
import { toAppError } from './http-middlewares.ts';
import { violationsOf } from './http-request.ts';

/** What became of a row that was carried out; `replayed` = it was answered before. */
interface Done {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
}

type Outcome = Done | AppError;

/** Carries out rows that are valid and about the same thing, and says in their order what became of each. */
export type PerformRows = (
  rows: readonly { readonly key: string; readonly row: unknown }[],
) => Promise<readonly Outcome[]>;

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
  route: BatchRows,
  body: unknown,
  inChinese: InChinese | undefined,
  perform: PerformRows,
): Promise<{ readonly reply: BatchReply; readonly replayed: boolean }> {
  const { about, together = 1 } = route;
  const sent = sentRows(route, body, inChinese);
  const until = Date.now() + limits.batchSeconds * 1000;
  const rows: RowReply[] = [];
  let replayed = true;
  const groups = Map.groupBy(sent, ({ row, parsed }) => (parsed.success ? about(parsed.data) : row)).values();
  const work = async () => {
    for (const group of groups) {
      for (let start = 0; start < group.length; start += together) {
        const part = group.slice(start, start + together);
        const outcomes = await outcomesOf(part, async (right) => {
          if (Date.now() > until) throw outOfTime();
          return perform(right);
        });
        for (const { sent, outcome } of outcomes) {
          const isRefused = outcome instanceof AppError;
          replayed &&= !isRefused && outcome.replayed;
          const { row, about: named } = sent;
          const told = isRefused ? refusal(outcome, row, inChinese) : answerOf(outcome);
          rows[row] = { row, ...named, ...told };
        }
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { reply: { failed: rows.filter(({ problem }) => problem !== undefined).length, rows }, replayed };
}

function sentRows(route: BatchRows, body: unknown, inChinese: InChinese | undefined): readonly SentRow[] {
  const firstOf = new Map<string, number>();
  return bareBatch(route)
    .parse(body)
    .rows.map((each, row) => {
      const key = Named.safeParse(each).data?.key;
      const twin = key === undefined ? undefined : firstOf.get(key);
      if (key !== undefined && twin === undefined) firstOf.set(key, row);
      const error = wordingIn(inChinese === undefined ? 'en' : 'zh-CN');
      return {
        row,
        about: key === undefined ? {} : { key },
        twin,
        parsed: route.schema.safeParse(each, { error }),
      };
    });
}

/** Of the rows of a part those that are right are carried out; the others, and all where that fails, have a reason. */
async function outcomesOf(part: readonly SentRow[], perform: PerformRows) {
  const faults = part.map(faultOf);
  const right = part.filter((_, index) => faults[index] === undefined);
  const rows = right.map(({ about, parsed }) => ({ key: String(about.key), row: parsed.data }));
  const done =
    rows.length === 0 ? [] : await perform(rows).catch((error) => rows.map(() => toAppError(error)));
  return part.map((sent, index) => ({
    sent,
    outcome: faults[index] ?? done[right.indexOf(sent)] ?? unanswered(),
  }));
}

function unanswered(): AppError {
  return toAppError(new Error('A row of a batch was not answered'));
}

function answerOf({ status, body }: Done): Pick<RowReply, 'status' | 'id' | 'leftAlone'> {
  return { status, ...Identified.parse(body) };
}

const Named = z.object({ key: z.string() });
const Identified = z.object({ id: z.string(), leftAlone: z.array(z.string()).optional() });

/** A key that stands twice would make the answer to one row that of another. */
function faultOf({ parsed, twin }: SentRow): AppError | undefined {
  if (parsed.success && twin === undefined) return undefined;
  const violations = (parsed.error?.issues ?? []).flatMap((issue) => violationsOf('body', issue));
  if (twin !== undefined)
    violations.push({ pointer: '/body/key', reason: `stands in the batch twice, first in row ${twin}` });
  return new AppError('invalid-request', 'Some values of this row are missing or not valid.', { violations });
}

/** Operations know of one body; here it is a row among others. */
function refusal(
  error: AppError,
  row: number,
  inChinese: InChinese | undefined,
): Pick<RowReply, 'status' | 'problem'> {
  const problem = problemOf(error, undefined, inChinese);
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
