import * as z from 'zod';

const answer = z.object({ batchItemFailures: z.array(z.unknown()).nullish() }).nullish();
const failure = z.object({ itemIdentifier: z.string().min(1) });

/**
 * Which items of a batch the function reports as failed. An empty answer is success; an identifier that is
 * empty or missing fails the whole batch. Source: Lambda developer guide, "partial batch response".
 */
export function failedItems(payload: unknown): readonly string[] | 'all' {
  const parsed = answer.safeParse(payload === '' ? undefined : payload);
  if (!parsed.success) return 'all';
  const failures = z.array(failure).safeParse(parsed.data?.batchItemFailures ?? []);
  return failures.success ? failures.data.map((one) => one.itemIdentifier) : 'all';
}
