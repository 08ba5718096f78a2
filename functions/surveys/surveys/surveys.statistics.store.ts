/** The counters of the surveys domain in the one table. */
import { keyOf } from '../../../shared/table/item.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, markOnce } from '../../../shared/table/write.ts';
import type { NpsBand } from './surveys.answers.schema.ts';
import { npsCounterItem, responseItem } from './surveys.items.ts';
import { counterShards } from './surveys.rules.ts';

/** One answer, as far as the counter needs it: where it lies and what it adds. */
export interface CountedAnswer {
  readonly responseId: string;
  readonly customerId: string;
  readonly answeredAt: string;
  readonly surveyId: string;
  readonly band: NpsBand;
}

export type StatisticsStore = ReturnType<typeof createStatisticsStore>;

export function createStatisticsStore(table: Table) {
  return {
    /**
     * Marks answers to one survey as counted and counts them, all or none. `already` when one of them is marked,
     * or gone, so that nothing was counted.
     */
    count(answers: readonly CountedAnswer[], at: string): Promise<'committed' | 'already'> {
      const sums = new Map<string, Record<NpsBand, number>>();
      for (const { responseId, band } of answers) {
        const shard = String(shardOf(responseId, counterShards));
        const sum = sums.get(shard) ?? { promoter: 0, passive: 0, detractor: 0 };
        sum[band] += 1;
        sums.set(shard, sum);
      }
      const surveyId = answers[0]?.surveyId;
      return table.commit([
        ...answers.map(({ responseId, customerId, answeredAt }) =>
          markOnce(keyOf(responseItem, { id: responseId, customerId, answeredAt }), 'countedAt', at),
        ),
        ...[...sums].map(([shard, sum]) => increment(npsCounterItem, { surveyId, shard }, sum)),
      ]);
    },

    /** Whether an answer still waits to be counted. */
    async isUncounted({ responseId, customerId, answeredAt }: CountedAnswer): Promise<boolean> {
      const response = await table.find(responseItem, { id: responseId, customerId, answeredAt });
      return response !== undefined && response.countedAt === undefined;
    },
  };
}
