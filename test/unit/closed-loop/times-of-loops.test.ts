import { describe, expect, it } from 'vitest';
import type { Loop } from '../../../functions/callbacks/closed-loop/closed-loop.schema.ts';
import { timesOf } from '../../../functions/callbacks/closed-loop/operations/times-of-loops.ts';

const id = '01jd3x5y9hf1bvt6w0k2m4n8pq';

/** Answered at midnight, called after so many minutes, and by so much better in the end. */
function aLoop(minutes: number, change?: number): Loop {
  const answeredAt = '2026-11-21T00:00:00.000Z';
  return {
    ...{ id: `loop_${id}`, version: 1, customerId: `customer_${id}`, surveyId: `survey_${id}` },
    ...{ responseId: `response_${id}`, callbackId: `callback_${id}`, askAgain: `survey_${id}` },
    ...{ rule: 'Low answers', caller: null, status: 'waiting', answeredAt, openedAt: answeredAt },
    score: { questionId: 'recommend', scale: 'nps', value: 3 },
    firstCallAt: new Date(Date.parse(answeredAt) + minutes * 60_000).toISOString(),
    ...(change === undefined ? {} : { change }),
  };
}

describe('the times of loops', () => {
  it('are the median and what nine of ten keep to, between two values by their distance', () => {
    const { firstCall, reached, loops, waiting } = timesOf([10, 20, 30, 40, 100].map((each) => aLoop(each)));
    expect({ loops, waiting }).toEqual({ loops: 5, waiting: 5 });
    expect(firstCall).toEqual({ n: 5, medianMinutes: 30, p90Minutes: 76 });
    expect(reached).toEqual({ n: 0, medianMinutes: null, p90Minutes: null });
  });

  it('come with the mean change and its interval by Student’s t', () => {
    // Mean 3, standard deviation √10 / 2: 3 ± 2.776 × 1.5811 / √5.
    const { changes } = timesOf([1, 2, 3, 4, 5].map((change) => aLoop(1, change)));
    expect(changes).toEqual([
      {
        ...{ scale: 'nps', n: 5, mean: 3, improved: 5, unchanged: 0, worse: 0 },
        interval: { low: 1.04, high: 4.96, source: expect.stringContaining('Student') },
      },
    ]);
    expect(timesOf([aLoop(1, -2)]).changes).toMatchObject([{ n: 1, mean: -2, interval: null, worse: 1 }]);
    expect(timesOf([aLoop(1)]).changes).toEqual([]);
  });

  it('take the quantile of many from the normal one and its correction', () => {
    const { changes } = timesOf(Array.from({ length: 101 }, (_, index) => aLoop(1, index % 2)));
    // Degrees of freedom 100: 1.984; standard deviation 0.50247, of the mean 0.049998.
    expect(changes[0]?.interval).toMatchObject({ low: 0.4, high: 0.59 });
  });
});
