/**
 * Routes that take many rows at once. The rows have nothing to do with each other: each is carried out and answered by
 * itself, so a bad row costs no other. By `batchOf` each has a transaction of its own, and a batch that is sent again
 * under its Idempotency-Key, with rows corrected or not, carries out what was not done and answers the rest as before. By
 * `batchOfFacts` rows about the same thing share one, and are known again by what they are.
 */
import * as z from 'zod';
import { Problem } from '../errors/problem.ts';
import { text } from '../values/text.ts';

/** More in one request would outlast it, where each has a transaction of its own. */
const maximumRows = 100;

/** Rows that are carried out together: each writes one item and at most one beside it, of a hundred in a transaction. */
const maximumTogether = 50;

/** The name of a row, given by the client: with the Idempotency-Key it says which rows are the same. */
export const rowKeySchema = text(80).meta({
  description: 'Your name for this row, other than those of the other rows.',
  examples: ['row-1'],
});

export const RowReply = z
  .strictObject({
    row: z.int().min(0).describe('Which row of the request, from 0.'),
    key: z.string().optional().describe('The key of the row.'),
    status: z.int().describe('What a request with this row alone would have been answered.'),
    id: z.string().optional().describe('Of what was created or brought up to date.'),
    leftAlone: z
      .array(z.string())
      .optional()
      .describe('Names of what was told and stays as it is, because the source may not write over it.'),
    problem: Problem.optional().describe('Why the row was not carried out.'),
  })
  .meta({ id: 'RowReply', description: 'What became of a row.' });
export type RowReply = z.infer<typeof RowReply>;

export const BatchReply = z
  .strictObject({
    failed: z.int().min(0).describe('How many rows were not carried out.'),
    rows: z.array(RowReply).describe('In the order of the request.'),
  })
  .meta({ id: 'BatchReply', description: 'What became of the rows of a batch.' });
export type BatchReply = z.infer<typeof BatchReply>;

/** The rows of a route, beside its body. */
export interface BatchRows {
  readonly schema: z.ZodType;
  /** What a row is about; rows about the same thing are carried out in their order, others side by side. */
  readonly about: (row: unknown) => string;
  readonly maximum: number;
  /** How many rows about the same thing are carried out at once. @default each by itself */
  readonly together?: number;
}

type Row = z.ZodObject<{ key: z.ZodType<string> }>;

/**
 * The parts of a route that takes such rows; what serves it is given one row at a time.
 *
 * @param about what a row is about
 */
export function batchOf<R extends Row>(
  row: R,
  about: (row: z.output<R>) => string = ({ key }) => String(key),
) {
  return {
    row: { schema: row, about: about as BatchRows['about'], maximum: maximumRows },
    body: z.strictObject({ rows: z.array(row).min(1).max(maximumRows) }),
    replies: { 200: BatchReply },
  };
}

/**
 * The same for many small facts that are the same whenever they are told, so that no Idempotency-Key is needed and none
 * is remembered. What serves it is given rows about the same thing together and answers each of them: what they write is
 * written in one transaction.
 *
 * @param about what a row is about
 * @param maximum how many rows a request may have
 */
export function batchOfFacts<R extends Row>(row: R, about: (row: z.output<R>) => string, maximum: number) {
  return {
    row: { schema: row, about: about as BatchRows['about'], maximum, together: maximumTogether },
    idempotent: false as const,
    body: z.strictObject({ rows: z.array(row).min(1).max(maximum) }),
    replies: { 200: BatchReply },
  };
}

/** What has to be right of a whole batch; each row is read by itself. */
export function bareBatch({ maximum }: Pick<BatchRows, 'maximum'>) {
  return z.strictObject({ rows: z.array(z.unknown()).min(1).max(maximum) });
}
