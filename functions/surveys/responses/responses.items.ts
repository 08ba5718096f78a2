/** How responses lie in the one table. */
import * as z from 'zod';
import { timelineKey } from '../../../shared/events/timeline.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { runId } from '../campaigns/campaigns.schema.ts';
import { quotaIdSchema } from '../questions/questions.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { responseRow } from './responses.rules.ts';
import { AnswerDraft, Response, ResponseSummary } from './responses.schema.ts';

/** By whom, to what, and its own address: an index is enough for that, because none of it ever changes. */
const indexes = {
  gsi1: ['C#{customerId}', 'RESPONSE#{answeredAt}#{id}'],
  gsi2: ['SURVEY#{surveyId}#{shard}', '{answeredAt}#{id}'],
  gsi3: ['RESPONSE#{id}', '-'],
} as const;

const parts = ({ id }: { readonly id: string }) => ({ shard: String(shardOf(id)) });

/** An answer in the customer's timeline. Its insert is the event `response.recorded`. */
export const responseItem = defineItem({
  name: 'response',
  v: 1,
  retention: 'record',
  schema: Response,
  key: ['C#{customerId}', timelineKey('answeredAt')],
  indexes,
  parts,
  summary: ResponseSummary,
  toSummary: responseRow,
});

/** An answer of nobody in particular: each in a partition of its own, so that many at once meet nowhere. */
export const anonymousResponseItem = defineItem({
  name: 'anonymous-response',
  v: 1,
  retention: 'record',
  schema: Response.omit({ customerId: true, invitationId: true }),
  key: ['ANON#{responseId}', '-'],
  indexes: { gsi2: indexes.gsi2, gsi3: indexes.gsi3 },
  parts: ({ id }) => ({ ...parts({ id }), responseId: id }),
  summary: ResponseSummary,
  toSummary: responseRow,
});

/** An answer that a program seems to have sent. At most one for an invitation or a form, until that is answered. */
export const suspectResponseItem = defineItem({
  name: 'suspect-response',
  v: 1,
  retention: 'record',
  schema: Response.omit({ countedAt: true, group: true }).extend({ hash: z.string() }),
  key: ['INV#{hash}', 'SUSPECT'],
  indexes,
  parts,
  summary: ResponseSummary,
  toSummary: (response) => ({ ...responseRow(response), suspect: true }),
});

/** What somebody has answered who has not come to the end yet: the link goes on there. */
export const answerDraftItem = defineItem({
  name: 'answer-draft',
  v: 1,
  retention: 'trace',
  schema: AnswerDraft,
  key: ['INV#{hash}', 'DRAFT'],
  indexes: { gsi1: ['C#{customerId}', 'DRAFT#{hash}'] },
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

/**
 * How many answers of a kind were taken, in the transaction of each of them, so that a quota is kept to the last one and an
 * answer that fails takes no place.
 */
export const quotaCounterItem = defineItem({
  name: 'quota-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({
    surveyId: surveyId.schema,
    quotaId: quotaIdSchema,
    taken: z.int().default(0),
  }),
  key: ['STAT#quota#{surveyId}', '{quotaId}'],
});

/** How many of those whom a run has asked have sent in a page, counted with the first one that is kept of each. */
export const begunCounterItem = defineItem({
  name: 'begun-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ runId: runId.schema, begun: z.int().min(0).default(0) }),
  key: ['STAT#begun#{runId}#{shard}', '-'],
});

export const responsesOfSurvey = definePattern({
  question: 'What was answered to this survey? Newest first, suspect answers among them.',
  item: responseItem,
  index: 'gsi2',
  partition: 'SURVEY#{surveyId}#{shard}',
  newestFirst: true,
});

export const responsesOfCustomer = definePattern({
  question: 'What has this customer answered? Newest first, suspect answers among them.',
  item: responseItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'RESPONSE#',
  newestFirst: true,
});

/** A campaign belongs to one survey, so its answers are read among those of the survey. */
export const responsesList = defineList({
  item: responseItem,
  keys: { surveyId: { pattern: responsesOfSurvey }, customerId: { pattern: responsesOfCustomer } },
  bounded: ['campaignId', 'collectorId', 'band', 'low', 'commented'],
});

export const responseOfId = definePattern({
  question: 'Where does the response of this id lie?',
  item: responseItem,
  index: 'gsi3',
  partition: 'RESPONSE#{responseId}',
});
