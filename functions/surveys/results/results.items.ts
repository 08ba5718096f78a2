/** How what was counted lies in the one table. */
import * as z from 'zod';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { campaignId, runId } from '../campaigns/campaigns.schema.ts';
import { answerChannelSchema, CountedGroup } from '../responses/responses.schema.ts';

/**
 * Beside `answered` a row has a number for each answer that was given, named like `nps#recommend#9`; see `countsOf` of the rules.
 * The rows of a survey lie in four partitions, and a batch of answers adds to one of them, so that no partition takes all
 * the writes of a survey; each batch adds to a row of the survey, one of the day, one of the run and those of its groups.
 */
const answered = z.int().min(0).default(0);

const partition = 'STAT#survey#{surveyId}#{shard}';

/** What all answers to a survey come to. */
export const surveyCounterItem = defineItem({
  name: 'survey-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ answered }),
  key: [partition, 'all#{shard}'],
});

/** The same of the answers of one day in UTC. */
export const dayCounterItem = defineItem({
  name: 'day-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ day: z.string(), answered }),
  key: [partition, 'day#{day}#{shard}'],
});

/** The same of one run: how many of the invited have answered, and what. */
export const runCounterItem = defineItem({
  name: 'run-counter',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ campaignId: campaignId.schema, runId: runId.schema, answered }),
  key: [partition, 'run#{campaignId}#{runId}#{shard}'],
});

/**
 * The same of all who are alike in everything by which answers are told apart, of one run and month: never more rows than
 * answers, and far fewer where many are alike. `group` is a hash of all that. What is to be told apart by one thing more, such
 * as a segment, is a field more here and in `CountedGroup`.
 */
export const groupCounterItem = defineItem({
  name: 'group-counter',
  v: 1,
  retention: 'statistic',
  schema: CountedGroup.extend({
    month: z.string(),
    campaignId: campaignId.schema.optional(),
    runId: runId.schema.optional(),
    channel: answerChannelSchema.optional(),
    language: languageSchema,
    answered,
  }),
  key: [partition, 'in#{month}#{group}#{shard}'],
});

/**
 * What a tag is called whose hash the counters have. It is written only once a second customer has answered who has it, since what
 * only one customer is called by may tell who they are; until then `first` is a hash of the id of the one.
 */
export const countedTagItem = defineItem({
  name: 'counted-tag',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({ hash: z.string(), first: z.string().optional(), tag: z.string().optional() }),
  key: ['STAT#tags', '{hash}'],
});

export const counterOfSurvey = definePattern({
  question: 'What do the answers to this survey come to?',
  item: surveyCounterItem,
  partition,
  prefix: 'all#',
});

export const daysOfSurvey = definePattern({
  question: 'What do the answers to this survey come to, day by day?',
  item: dayCounterItem,
  partition,
  prefix: 'day#',
});

export const runsOfSurvey = definePattern({
  question: 'What do the answers to this survey come to, run by run?',
  item: runCounterItem,
  partition,
  prefix: 'run#',
});

export const groupsOfSurvey = definePattern({
  question: 'What do the answers to this survey come to, by what the customers have in common?',
  item: groupCounterItem,
  partition,
  prefix: 'in#',
});
