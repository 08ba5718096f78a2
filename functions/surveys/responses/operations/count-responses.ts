import type { Instant } from '../../../../shared/values/instant.ts';
import type { CountedResponse, ResultsStore } from '../responses.store.ts';

interface Context {
  readonly results: Pick<ResultsStore, 'count' | 'isUncounted'>;
  readonly now: () => Instant;
  /** Told of what could not be counted now; its message comes again. */
  readonly failed: (surveyId: string, error: unknown) => void;
}

/** With the rows of the counter this fits into one transaction of 100. */
const maximumMarks = 90;

/**
 * Counts responses, each exactly once, however often it is told. A batch is summed and written with a mark on each
 * response in one transaction; if some were counted before, the others are sought out and counted without them.
 *
 * @returns ids of the responses that could not be counted now
 */
export async function countResponses(
  responses: readonly CountedResponse[],
  context: Context,
): Promise<ReadonlySet<string>> {
  const once = new Map(responses.map((response) => [response.responseId, response]));
  const failed = new Set<string>();
  for (const chunk of chunksBySurvey([...once.values()])) {
    try {
      await countChunk(chunk, context);
    } catch (error) {
      context.failed(chunk[0]?.surveyId ?? '', error);
      for (const { responseId } of chunk) failed.add(responseId);
    }
  }
  return failed;
}

async function countChunk(
  chunk: readonly CountedResponse[],
  { results, now }: Pick<Context, 'results' | 'now'>,
): Promise<void> {
  let waiting = chunk;
  // Each round finds at least one that somebody else has counted, so this ends.
  while (waiting.length > 0 && (await results.count(waiting, now())) === 'already') {
    const open = await Promise.all(waiting.map((response) => results.isUncounted(response)));
    waiting = waiting.filter((_, index) => open[index]);
  }
}

function chunksBySurvey(responses: readonly CountedResponse[]): readonly (readonly CountedResponse[])[] {
  const bySurvey = Map.groupBy(responses, ({ surveyId }) => surveyId);
  return [...bySurvey.values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / maximumMarks) }, (_, index) =>
      own.slice(index * maximumMarks, (index + 1) * maximumMarks),
    ),
  );
}
