/** The closed loop: which answers are followed up, and what has come of each that was. */
import * as z from 'zod';
import { derivedId, instantOfId } from '../../../shared/values/derived-id.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { questionIdSchema, scaleSchema } from '../../surveys/questions/questions.schema.ts';
import { bandSchema, responseId, Score } from '../../surveys/responses/responses.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { sentimentSchema, topicIdSchema } from '../../surveys/texts/texts.schema.ts';
import { callbackId, callbackIdSchema, prioritySchema } from '../callbacks/callbacks.schema.ts';
import { outcomeSchema } from '../calling/calling.schema.ts';

export const loopId = idKind('loop');

/** The callback that an answer opens, if it opens one. */
export function callbackOfAnswer(answer: { readonly id: string; readonly answeredAt: string }): string {
  return derivedId(callbackId, answer.answeredAt, answer.id);
}

/** Each callback that an answer has opened has one loop. */
export function loopOfCallback(callbackId: string): string {
  return derivedId(loopId, instantOfId(callbackId), callbackId);
}

/** All of them lie in one item, which is read with each answer. */
export const maximumRules = 20;

const value = z.int().min(0).max(10);

const ScoreCondition = z
  .strictObject({
    question: questionIdSchema
      .optional()
      .describe('The answer to this question; to any with a scale if left out.'),
    scale: scaleSchema.optional().describe('Only answers on this scale.'),
    band: bandSchema.optional(),
    from: value.optional().describe('Not lower than this.'),
    to: value.optional().describe('Not higher than this.'),
  })
  .refine((said) => Object.values(said).some((each) => each !== undefined), 'must say something')
  .refine(({ from = 0, to = 10 }) => from <= to, { path: ['to'], error: 'must not lie below `from`' })
  .meta({
    id: 'LoopScoreCondition',
    description: 'One of the answers on scales is so: all that is said has to be true of the same one.',
    examples: [{ scale: 'nps', to: 6 }],
  });

const TextCondition = z
  .strictObject({
    question: questionIdSchema
      .optional()
      .describe('What answers this question in words, or was said beside its choices; any text if left out.'),
    topic: topicIdSchema.optional().describe('It is about this, see GET /text-topics.'),
    sentiment: sentimentSchema.optional(),
  })
  .refine((said) => Object.values(said).some((each) => each !== undefined), 'must say something')
  .meta({
    id: 'LoopTextCondition',
    description:
      'One of the texts is so: all that is said has to be true of the same one, as it was understood when it was read. What somebody sets right later follows nothing up.',
    examples: [{ topic: 'delivery', sentiment: 'negative' }],
  });

const When = z
  .strictObject({
    surveys: distinct(z.array(surveyId.schema).min(1).max(20))
      .optional()
      .describe('Answers to one of these surveys; to any if left out.'),
    score: ScoreCondition.optional(),
    choice: z
      .strictObject({ question: questionIdSchema, choice: z.string().min(1).max(31) })
      .optional()
      .describe('This was chosen, alone or among others.'),
    text: TextCondition.optional(),
    owner: staffIdSchema.nullable().optional().describe('Who looks after the customer; null = nobody.'),
    tags: distinct(z.array(text(40)).min(1).max(10))
      .optional()
      .describe('Tags of the customer, all of them.'),
    language: languageSchema.optional().describe('That of the customer.'),
  })
  .meta({
    id: 'LoopCondition',
    description: 'Which answers are meant: all that is said has to be true, nothing said is always true.',
  });

const Then = z
  .strictObject({
    open: z
      .enum(['callback', 'ticket'])
      .default('callback')
      .describe('What is opened. There are no tickets yet: such a rule is refused.'),
    withinHours: z.int().min(1).max(80).describe('Working hours, of whoever calls, else of the department.'),
    priority: prioritySchema.default('high'),
    owner: staffIdSchema
      .optional()
      .describe(
        'Who calls; whom `GET /assignment-rules/callbacks` finds if neither this nor a team is named, or if they take on no work any more when the answer comes.',
      ),
    team: teamId.schema
      .optional()
      .describe(
        'Whose people alone: whoever of them has least to do; while nobody is there it waits in their queue.',
      ),
    note: text(300, { multiline: true })
      .optional()
      .describe('What the caller should know, above the comment of the answer.'),
    askAgain: surveyId.schema
      .optional()
      .describe(
        'The survey whose next answer of the customer, after the call, closes the loop; the same one if left out.',
      ),
  })
  .refine(({ owner, team }) => owner === undefined || team === undefined, {
    path: ['team'],
    error: 'goes not together with "owner": name one of them, or neither',
  })
  .meta({ id: 'LoopAction', description: 'What becomes of an answer that is meant.' });

export const LoopRule = z
  .strictObject({
    name: text(80),
    paused: z.boolean().optional().describe('Passed over until it is resumed; it keeps its place.'),
    when: When.default({}),
    do: Then,
  })
  .meta({ id: 'LoopRule', description: 'Which answers are followed up, and how.' });
export type LoopRule = z.infer<typeof LoopRule>;

const rules = distinct(z.array(LoopRule).max(maximumRules), ({ name }) => name).describe(
  'Tried in their order: the first that is meant for an answer decides, and no other does.',
);

export const LoopRulesEntry = z.strictObject({ rules }).meta({ id: 'LoopRulesEntry' });
export type LoopRulesEntry = z.infer<typeof LoopRulesEntry>;

export const LoopRules = z.strictObject({
  version: z.int().min(1).describe('Rises with each change; the ETag. 1: nobody has set any yet.'),
  rules,
  updatedAt: instantSchema.optional().describe('Left out while nobody has set any.'),
});
export type LoopRules = z.infer<typeof LoopRules>;

/** The rules as they are answered. */
export const ShownLoopRules = LoopRules.extend({
  shadowed: z
    .array(z.strictObject({ rule: z.string(), by: z.string().describe('The name of the one before it.') }))
    .describe(
      'Rules that never decide as they stand: one before them is meant for every answer that they are meant for.',
    ),
}).meta({ id: 'LoopRules', description: 'Which answers are followed up, and how.' });

export const LoopTrial = z
  .strictObject({
    surveyId: surveyId.schema.describe('Whose answers are tried.'),
    answers: z.int().min(1).max(100).default(100).describe('So many of its last answers.'),
    rules: rules.optional().describe('The rules to try; those that are set if left out.'),
  })
  .meta({ id: 'LoopTrial' });
export type LoopTrial = z.infer<typeof LoopTrial>;

export const LoopTrialResult = z
  .strictObject({
    tried: z.int().min(0).describe('Answers that were looked at; those of customers who are gone are not.'),
    from: instantSchema.nullable().describe('When the oldest of them was given; null without any.'),
    byRule: z.array(z.strictObject({ rule: z.string(), answers: z.int().min(0) })),
    matched: z
      .array(
        z.strictObject({
          responseId: responseId.schema,
          answeredAt: instantSchema,
          rule: z.string(),
          score: Score.optional(),
        }),
      )
      .describe('Newest first.'),
  })
  .meta({
    id: 'LoopTrialResult',
    description:
      'What rules would have made of answers, with the customers as they are now. Nothing was opened.',
  });
export type LoopTrialResult = z.infer<typeof LoopTrialResult>;

/** `open`: nobody has called to the end; `waiting`: for the next answer; `closed`. */
export const loopStatusSchema = z.enum(['open', 'waiting', 'closed']);
export type LoopStatus = z.infer<typeof loopStatusSchema>;

const Again = z.strictObject({
  responseId: responseId.schema,
  invitedAt: instantSchema.optional().describe('Absent when no invitation after the call has brought it.'),
  answeredAt: instantSchema,
  value: value.optional().describe('The answer to the same question, else the first on the same scale.'),
});

/** How long the next answer is waited for. */
export const waitDays = 90;

const loopFields = {
  id: loopId.schema,
  version: z.int().min(1),
  customerId: customerIdSchema,
  surveyId: surveyId.schema,
  responseId: responseId.schema,
  callbackId: callbackIdSchema,
  rule: z.string().describe('The name of the rule that opened it.'),
  askAgain: surveyId.schema.describe('The survey whose next answer closes it.'),
  score: Score.optional().describe(
    'The answer that was followed up; absent when the rule asked for none on a scale.',
  ),
  caller: staffIdSchema.nullable().describe('Who calls, or has called; null = nobody in particular.'),
  status: loopStatusSchema,
  answeredAt: instantSchema,
  openedAt: instantSchema.describe('When the call was promised.'),
  firstCallAt: instantSchema.optional().describe('When the customer was first called, whatever came of it.'),
  reachedAt: instantSchema.optional().describe('When they were first reached.'),
  outcome: outcomeSchema.optional().describe('Of the last call.'),
  outcomeAt: instantSchema.optional().describe('When the call was closed.'),
  again: Again.optional().describe('The next answer to that survey.'),
  change: z.int().optional().describe('By how much the answer rose, on its scale.'),
  closedAt: instantSchema.optional(),
  closedBecause: z
    .enum(['answered-again', 'not-answered', 'call-cancelled', 'customer-erased'])
    .optional()
    .describe(`\`not-answered\`: not within ${waitDays} days after the call.`),
  erased: z
    .literal(true)
    .optional()
    .describe('The customer was erased: its times count on, moved to the middle of their month.'),
};

/** What has come of an answer that was followed up: when which step was taken. */
export const Loop = z
  .strictObject(loopFields)
  .meta({ id: 'Loop', description: 'An answer that was followed up, and when which step was taken.' });
export type Loop = z.infer<typeof Loop>;

export const LoopSummary = z.strictObject(loopFields);
export type LoopSummary = z.infer<typeof LoopSummary>;

export const LoopRow = LoopSummary.extend({
  customerName: z.string().optional().describe('The present name; absent when the customer was deleted.'),
}).meta({ id: 'LoopSummary', description: 'A loop as lists show it.' });
export type LoopRow = z.infer<typeof LoopRow>;

export const LoopPage = pageOf(LoopRow).meta({ id: 'LoopPage' });

const count = z.int().min(0);

const StepTime = z
  .strictObject({
    n: count.describe('So many loops have taken the step.'),
    medianMinutes: z.number().min(0).nullable(),
    p90Minutes: z.number().min(0).nullable().describe('Nine of ten took no longer.'),
  })
  .meta({ id: 'LoopStepTime', description: 'How long a step took; null while none has taken it.' });
export type StepTime = z.infer<typeof StepTime>;

export const changeSource =
  'Mean of the differences of pairs; Student’s t, 95 % (Student, The Probable Error of a Mean, Biometrika 6, 1908)';

const ScoreChange = z
  .strictObject({
    scale: scaleSchema,
    n: count.describe('Loops with an answer before and after on this scale.'),
    mean: z.number().describe('By how much the answer rose on average, to two decimals.'),
    interval: z
      .strictObject({ low: z.number(), high: z.number(), source: z.literal(changeSource) })
      .nullable()
      .describe('Where the mean of all such customers probably lies; null with fewer than two.'),
    improved: count,
    unchanged: count,
    worse: count,
  })
  .meta({ id: 'LoopScoreChange' });
export type ScoreChange = z.infer<typeof ScoreChange>;

export const LoopResults = z
  .strictObject({
    from: z.string().describe('First month that is covered, by when the answers came.'),
    to: z.string().describe('Last month.'),
    by: z.enum(['caller', 'survey', 'month', 'rule']),
    complete: z
      .boolean()
      .describe('Whether every loop of these months was counted; of more than 5,000 the newest are.'),
    groups: z.array(
      z
        .strictObject({
          key: z.string().nullable().describe('Who calls, survey, month or rule; null = of nobody.'),
          loops: count,
          open: count,
          waiting: count,
          closed: count,
          opened: StepTime.describe('From the answer to the promise of a call.'),
          firstCall: StepTime.describe('From the answer to the first call.'),
          reached: StepTime.describe('From the answer until the customer was reached.'),
          outcome: StepTime.describe('From the answer until the call was closed.'),
          invited: StepTime.describe('From there until they were asked again, of those who have answered.'),
          answered: StepTime.describe('From the end of the call to the next answer.'),
          changes: z.array(ScoreChange),
        })
        .meta({ id: 'LoopResultsGroup' }),
    ),
  })
  .meta({ id: 'LoopResults', description: 'How long the steps took, and what they have changed.' });
export type LoopResults = z.infer<typeof LoopResults>;
