import type { Instant } from '../../../../shared/values/instant.ts';
import type { CountedAnswer, StatisticsStore } from '../surveys.statistics.store.ts';

interface Context {
  readonly statistics: Pick<StatisticsStore, 'count' | 'isUncounted'>;
  readonly now: () => Instant;
  /** Told of what could not be counted now; its message comes again. */
  readonly failed: (surveyId: string, error: unknown) => void;
}

/** With the rows of the counter this fits into one transaction of 100. */
const maximumMarks = 90;

/**
 * Counts answers, each exactly once, however often it is told. A batch is summed and written with a mark on each
 * answer in one transaction; if some were counted before, the others are sought out and counted without them.
 *
 * @returns ids of the responses that could not be counted now
 */
export async function countAnswers(
  answers: readonly CountedAnswer[],
  context: Context,
): Promise<ReadonlySet<string>> {
  const once = new Map(answers.map((answer) => [answer.responseId, answer]));
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
  chunk: readonly CountedAnswer[],
  { statistics, now }: Pick<Context, 'statistics' | 'now'>,
): Promise<void> {
  let waiting = chunk;
  // Each round finds at least one that somebody else has counted, so this ends.
  while (waiting.length > 0 && (await statistics.count(waiting, now())) === 'already') {
    const open = await Promise.all(waiting.map((answer) => statistics.isUncounted(answer)));
    waiting = waiting.filter((_, index) => open[index]);
  }
}

function chunksBySurvey(answers: readonly CountedAnswer[]): readonly (readonly CountedAnswer[])[] {
  const bySurvey = Map.groupBy(answers, ({ surveyId }) => surveyId);
  return [...bySurvey.values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / maximumMarks) }, (_, index) =>
      own.slice(index * maximumMarks, (index + 1) * maximumMarks),
    ),
  );
}
