/** Responses and their counters in the one table. */
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { shardOf } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, markOnce, type Write } from '../../../shared/table/write.ts';
import { responseRecorded } from './responses.events.ts';
import {
  npsCounterItem,
  npsOfSurvey,
  responseItem,
  responsesOfSurvey,
  suspectResponseItem,
} from './responses.items.ts';
import { addCounts, counterShards, type NpsCounts, noCounts, npsBand } from './responses.rules.ts';
import type { NpsBand, Response } from './responses.schema.ts';

export type ResponsesStore = ReturnType<typeof createResponsesStore>;

export function createResponsesStore(table: Table) {
  return {
    find: (response: { readonly id: string; readonly customerId: string; readonly answeredAt: string }) =>
      table.find(responseItem, response),

    list: (surveyId: string, page: PageRequest) => table.listSummaries(responsesOfSurvey, { surveyId }, page),

    record(response: Response, origin: EventContext): Write {
      const {
        id: responseId,
        surveyId,
        surveyVersion,
        invitationId,
        campaignId,
        customerId,
        score,
      } = response;
      const ids = { responseId, surveyId, surveyVersion, invitationId, campaignId, customerId };
      const event = raise(responseRecorded, { ...ids, score, band: npsBand(score) }, origin);
      return insert(responseItem, response, { event, onConflict: 'retry' });
    },

    /** Keeps an answer that no person can have given so fast: the first one of an invitation, without an event. */
    recordSuspect: (response: Response, hash: string): Write =>
      insert(suspectResponseItem, { ...response, hash }, { onConflict: 'ok' }),
  };
}

/** One response, as far as the counter needs it: where it lies and what it adds. */
export interface CountedResponse {
  readonly responseId: string;
  readonly customerId: string;
  readonly answeredAt: string;
  readonly surveyId: string;
  readonly band: NpsBand;
}

export type ResultsStore = ReturnType<typeof createResultsStore>;

export function createResultsStore(table: Table) {
  return {
    /** One query over the rows of the counter: 8 rows of some 100 bytes, 0.5 read units. */
    async countNps(surveyId: string): Promise<NpsCounts> {
      const { items } = await table.listItems(npsOfSurvey, { surveyId }, { limit: counterShards });
      return items.reduce(addCounts, noCounts);
    },

    /**
     * Marks responses to one survey as counted and counts them, all or none. `already` when one of them is marked,
     * or gone, so that nothing was counted.
     */
    count(responses: readonly CountedResponse[], at: string): Promise<'committed' | 'already'> {
      const sums = new Map<string, Record<NpsBand, number>>();
      for (const { responseId, band } of responses) {
        const shard = String(shardOf(responseId, counterShards));
        const sum = sums.get(shard) ?? { promoter: 0, passive: 0, detractor: 0 };
        sum[band] += 1;
        sums.set(shard, sum);
      }
      const surveyId = responses[0]?.surveyId;
      return table.commit([
        ...responses.map(({ responseId, customerId, answeredAt }) =>
          markOnce(keyOf(responseItem, { id: responseId, customerId, answeredAt }), 'countedAt', at),
        ),
        ...[...sums].map(([shard, sum]) => increment(npsCounterItem, { surveyId, shard }, sum)),
      ]);
    },

    /** Whether a response still waits to be counted. */
    async isUncounted({ responseId, customerId, answeredAt }: CountedResponse): Promise<boolean> {
      const response = await table.find(responseItem, { id: responseId, customerId, answeredAt });
      return response !== undefined && response.countedAt === undefined;
    },
  };
}
