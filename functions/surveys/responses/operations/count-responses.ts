import type { Instant } from '../../../../shared/values/instant.ts';
import type { Response } from '../responses.schema.ts';
import type { ResponseKey, ResultsStore } from '../responses.store.ts';

interface Context {
  readonly results: Pick<ResultsStore, 'count' | 'findUncounted'>;
  readonly now: () => Instant;
  /** Told of what could not be counted now; its message comes again. */
  readonly failed: (error: unknown) => void;
}

/** With the rows of the counters this fits into one transaction of 100. */
const maximumMarks = 90;

/**
 * Counts responses, each exactly once, however often it is told. A batch is read, summed, and written with a mark on
 * each response in one transaction; if somebody else has counted some meanwhile, it is read again.
 *
 * @returns ids of the responses that could not be counted now
 */
export async function countResponses(
  responses: readonly ResponseKey[],
  context: Context,
): Promise<ReadonlySet<string>> {
  const once = [...new Map(responses.map((response) => [response.id, response])).values()];
  const failed = new Set<string>();
  const attempt = async <Found>(keys: readonly ResponseKey[], act: () => Promise<Found>) => {
    try {
      return await act();
    } catch (error) {
      context.failed(error);
      for (const { id } of keys) failed.add(id);
      return undefined;
    }
  };
  for (let first = 0; first < once.length; first += maximumMarks) {
    const chunk = once.slice(first, first + maximumMarks);
    const open = (await attempt(chunk, () => context.results.findUncounted(chunk))) ?? [];
    for (const group of byRun(open)) await attempt(group, () => countGroup(group, context));
  }
  return failed;
}

async function countGroup(
  group: readonly Response[],
  { results, now }: Pick<Context, 'results' | 'now'>,
): Promise<void> {
  let open = group;
  // Each round finds at least one that somebody else has counted, so this ends.
  while (open.length > 0 && (await results.count(open, now())) === 'already') {
    open = await results.findUncounted(open);
  }
}

function byRun(responses: readonly Response[]): readonly (readonly Response[])[] {
  return [...Map.groupBy(responses, ({ surveyId, runId }) => `${surveyId} ${runId}`).values()];
}
