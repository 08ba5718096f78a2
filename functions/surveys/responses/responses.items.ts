/** How responses and their counters lie in the one table. */
import * as z from 'zod';
import { timelineKey } from '../../../shared/events/timeline.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { Response, ResponseSummary } from './responses.schema.ts';

const answerSummary = ({
  id,
  customerId,
  surveyVersion,
  answeredAt,
  score,
}: Pick<Response, 'id' | 'customerId' | 'surveyVersion' | 'answeredAt' | 'score'>) => ({
  id,
  customerId,
  surveyVersion,
  answeredAt,
  score,
});

/** An answer in the customer's timeline. Its insert is the event `response.recorded`. */
export const responseItem = defineItem({
  name: 'response',
  v: 1,
  schema: Response,
  key: ['C#{customerId}', timelineKey('answeredAt')],
  indexes: { gsi2: ['SURVEY#{surveyId}#{shard}', '{answeredAt}#{id}'] },
  parts: ({ id }) => ({ shard: String(shardOf(id)) }),
  summary: ResponseSummary,
  toSummary: answerSummary,
});

/** An answer that no person can have given so fast. At most one for an invitation, which stays open. */
export const suspectResponseItem = defineItem({
  name: 'suspect-response',
  v: 1,
  schema: Response.omit({ countedAt: true }).extend({ hash: z.string() }),
  key: ['INV#{hash}', 'SUSPECT'],
  indexes: { gsi2: ['SURVEY#{surveyId}#{shard}', '{answeredAt}#{id}'] },
  parts: ({ id }) => ({ shard: String(shardOf(id)) }),
  summary: ResponseSummary,
  toSummary: (response) => ({ ...answerSummary(response), suspect: true }),
});

/**
 * The Net Promoter Score of a survey. All rows lie in one partition, so that one query reads them: a batch of
 * answers costs at most 8 × 2 write units here, far from the 1,000 a second of a partition.
 */
export const npsCounterItem = defineItem({
  name: 'nps-counter',
  v: 1,
  schema: z.strictObject({
    promoter: z.int().min(0).default(0),
    passive: z.int().min(0).default(0),
    detractor: z.int().min(0).default(0),
  }),
  key: ['STAT#nps#{surveyId}', 'all#{shard}'],
});

export const responsesOfSurvey = definePattern({
  question: 'What was answered to this survey? Newest first, suspect answers among them.',
  item: responseItem,
  index: 'gsi2',
  partition: 'SURVEY#{surveyId}#{shard}',
  newestFirst: true,
});

export const npsOfSurvey = definePattern({
  question: 'What is the Net Promoter Score of this survey?',
  item: npsCounterItem,
  partition: 'STAT#nps#{surveyId}',
});
