/** Responses in the one table. */
import { randomUUID } from 'node:crypto';
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { untimed } from '../../../shared/events/untimed.ts';
import type { Between } from '../../../shared/table/expressions.ts';
import { type Key, keyOf, summaryFromRecord } from '../../../shared/table/item.ts';
import { shardOf, shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import {
  increment,
  incrementUpTo,
  insert,
  markOnce,
  put,
  remove,
  type Write,
} from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Quota } from '../surveys/surveys.schema.ts';
import { responseRecorded } from './responses.events.ts';
import {
  anonymousResponseItem,
  answerDraftItem,
  begunCounterItem,
  quotaCounterItem,
  responseItem,
  responseOfId,
  responsesList,
  suspectResponseItem,
} from './responses.items.ts';
import { lowestOf, npsBand } from './responses.rules.ts';
import type { AnswerDraft, Band, CountedGroup, Response } from './responses.schema.ts';

/** Which responses a list shows: those of a survey or of a customer. */
export interface ResponseFilters {
  readonly surveyId?: string | undefined;
  readonly customerId?: string | ReadonlySet<string> | undefined;
  readonly campaignId?: string | undefined;
  readonly collectorId?: string | undefined;
  readonly band?: Band | undefined;
  /** Only those that are followed up. */
  readonly low?: boolean | undefined;
  /** Only those with a comment. */
  readonly commented?: true | undefined;
}

/** Where a response lies. */
export interface ResponseKey {
  readonly id: string;
  /** Absent: an answer of nobody in particular. */
  readonly customerId?: string | undefined;
  readonly answeredAt: string;
}

export type ResponsesStore = ReturnType<typeof createResponsesStore>;

export function createResponsesStore(table: Table) {
  return {
    find: ({ id, customerId, answeredAt }: ResponseKey): Promise<Response | undefined> =>
      customerId === undefined
        ? table.find(anonymousResponseItem, { responseId: id })
        : table.find(responseItem, { id, customerId, answeredAt }),

    /** The suspect answer that was kept of an invitation, or of a form. */
    findSuspect: (hash: string) => table.find(suspectResponseItem, { hash }),

    /** Those of the responses of customers that are there, in no order. */
    findMany: (responses: readonly ResponseKey[]) =>
      table.findMany(
        responseItem,
        responses.flatMap(({ id, customerId, answeredAt }) =>
          customerId === undefined ? [] : [{ id, customerId, answeredAt }],
        ),
      ),

    /** Those of the responses that are there, of customers and of nobody in particular, in no order. */
    findAll: (responses: readonly ResponseKey[]) => findAll(responses, table),

    /** The response of an id, strongly consistent once its id can be known; suspect ones too. */
    async findById(responseId: string) {
      const { rows } = await table.listRecords(responseOfId, { responseId }, { limit: 1 });
      const [row] = rows;
      if (row === undefined) return undefined;
      const isSuspect = row.type === suspectResponseItem.name;
      const response = isSuspect
        ? await table.find(suspectResponseItem, { hash: String(row.pk).slice('INV#'.length) })
        : await this.find(summaryFromRecord(responseItem, row));
      return response && { response, isSuspect };
    },

    list: (filters: ResponseFilters, page: PageRequest & { readonly between?: Between }) =>
      responsesList.page(table, { ...filters }, page),

    record(response: Response, origin: EventContext): Write {
      const {
        id: responseId,
        surveyId,
        surveyVersion,
        invitationId,
        runId,
        campaignId,
        collectorId,
        customerId,
      } = response;
      const { score, scale } = response;
      const ids = { responseId, surveyId, surveyVersion, invitationId, runId, campaignId };
      const band = score !== undefined && scale === 'nps' ? npsBand(score) : undefined;
      const event = raise(
        responseRecorded,
        { ...ids, collectorId, customerId, score, scale, band, low: lowestOf(response.scores) },
        origin,
      );
      const item = customerId === undefined ? anonymousResponseItem : responseItem;
      return insert(item, response, { event, onConflict: 'retry' });
    },

    /**
     * An answer that nothing leads from to a person: also its event has the day for its time, in its id, too, and no
     * request that it came from.
     */
    recordUnnamed(response: Response): Write {
      const { answeredAt: at } = response;
      const actor = { kind: 'customer' as const, id: '' };
      return untimed(this.record(response, { actor, correlationId: randomUUID(), hops: 0, at }));
    },

    /** Keeps an answer that a program seems to have sent, without an event. */
    recordSuspect: (response: Response, hash: string): Write =>
      insert(suspectResponseItem, { ...response, hash }, { onConflict: 'retry' }),

    /** How many places of these quotas are taken, by their ids. */
    async takenOf(surveyId: string, quotas: readonly Quota[]): Promise<ReadonlyMap<string, number>> {
      if (quotas.length === 0) return new Map();
      const rows = await table.findMany(
        quotaCounterItem,
        quotas.map(({ id: quotaId }) => ({ surveyId, quotaId })),
      );
      return new Map(rows.map(({ quotaId, taken }) => [quotaId, taken]));
    },

    /** Takes a place of a quota. Where there is none left, the answer that it stands beside fails as a whole. */
    takePlace: (surveyId: string, { id: quotaId, maximum }: Quota): Write =>
      incrementUpTo(quotaCounterItem, { surveyId, quotaId }, 'taken', maximum),

    /** What was begun behind a link. */
    findDraft: (hash: string): Promise<AnswerDraft | undefined> => table.find(answerDraftItem, { hash }),

    /** Keeps how far somebody has come who has sent in a first page, and counts them. */
    beginDraft: (draft: AnswerDraft, runId: string): readonly Write[] => [
      insert(answerDraftItem, draft, { onConflict: 'retry' }),
      increment(begunCounterItem, { runId, shard: shardOf(draft.hash) }, { begun: 1 }),
    ],

    /** Keeps how far somebody has come, in place of what was kept before. */
    keepDraft: (draft: AnswerDraft): Write => put(answerDraftItem, draft),

    /** Drops it, if there is any. */
    removeDraft: (hash: string): Write => remove(answerDraftItem, { hash }),

    /** Drops the one that an invitation has, if any. */
    removeSuspect: ({
      hash,
      suspectId: id,
    }: {
      readonly hash: string;
      readonly suspectId?: string | undefined;
    }) => (id === undefined ? [] : [remove(suspectResponseItem, { hash, id })]),
  };
}

/** How many have sent in a page of the survey that a run has asked them. */
export function createBegunCounts(table: Pick<Table, 'findMany'>) {
  return {
    async ofRuns(runs: readonly { readonly id: string }[]): Promise<ReadonlyMap<string, number>> {
      const keys = runs.flatMap(({ id: runId }) => shards.map((shard) => ({ runId, shard })));
      const counts = new Map<string, number>();
      for (const { runId, begun } of await table.findMany(begunCounterItem, keys))
        counts.set(runId, (counts.get(runId) ?? 0) + begun);
      return counts;
    },
  };
}

export type UncountedResponses = ReturnType<typeof createUncountedResponses>;

/** Responses as whoever counts them reads and marks them. */
export function createUncountedResponses(table: Table) {
  return {
    /** Those of the responses that have not been counted. One that is gone counts as counted. */
    async find(responses: readonly ResponseKey[]): Promise<readonly Response[]> {
      const found = await findAll(responses, table);
      return found.filter(({ countedAt }) => countedAt === undefined);
    },

    /** Beside what counts a response: it is counted from now on, once and for ever, as one of this group. */
    counted: (response: ResponseKey, at: Instant, group: CountedGroup): Write =>
      markOnce(placeOf(response), 'countedAt', momentOf(response, at), { group }),
  };
}

async function findAll(
  responses: readonly ResponseKey[],
  table: Pick<Table, 'findMany'>,
): Promise<readonly Response[]> {
  const named = responses.filter(({ customerId }) => customerId !== undefined);
  const unnamed = responses.filter(({ customerId }) => customerId === undefined);
  return [
    ...(await table.findMany(
      responseItem,
      named.map(({ id, customerId, answeredAt }) => ({ id, customerId, answeredAt })),
    )),
    ...(await table.findMany(
      anonymousResponseItem,
      unnamed.map(({ id }) => ({ responseId: id })),
    )),
  ];
}

/** Of an answer of nobody the moment says no more than its own time does. */
function momentOf({ customerId, answeredAt }: ResponseKey, at: string): string {
  return customerId === undefined ? answeredAt : at;
}

/** Where a response lies in the table. */
function placeOf({ id, customerId, answeredAt }: ResponseKey): Key {
  return customerId === undefined
    ? keyOf(anonymousResponseItem, { responseId: id })
    : keyOf(responseItem, { id, customerId, answeredAt });
}
