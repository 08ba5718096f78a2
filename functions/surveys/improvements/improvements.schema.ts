/** Improvements: what answers have shown, what is done about it, by whom and until when, and whether it has helped. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';
import { runId } from '../campaigns/campaigns.schema.ts';
import { Change, dimensionSchema, QuestionMeasure } from '../measures/measures.schema.ts';
import { questionIdSchema } from '../questions/questions.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const improvementId = idKind('improvement');

export const Group = z
  .strictObject({
    by: dimensionSchema,
    value: z
      .string()
      .min(1)
      .max(80)
      .describe(
        'As the findings of results name it: the id of a person or a team, a tag, a language, a way of asking, or `none`.',
      ),
  })
  .meta({
    id: 'ImprovementGroup',
    description: 'The customers whose answers are measured.',
    examples: [{ by: 'language', value: 'en' }],
  });
export type Group = z.infer<typeof Group>;

const fields = {
  finding: text(500).describe('What the answers have shown, in words.'),
  action: text(1000, { multiline: true }).describe('What is done about it.'),
  owner: staffIdSchema
    .nullable()
    .describe('Who sees to it; null = nobody in particular, so that the department is reminded.'),
  dueOn: daySchema.describe(
    'Until when it is to be done. From the next day on, 01:00 UTC, the owner is reminded, then every seven days.',
  ),
};

const measured = {
  surveyId: surveyId.schema.describe('Whose answers measure it.'),
  questionId: questionIdSchema.describe('The question that is measured.'),
  group: Group.optional().describe('Only the answers of these customers; of everybody if left out.'),
};

export const improvementStatusSchema = z
  .enum(['open', 'done', 'confirmed', 'dropped'])
  .describe(
    '`open`: it is worked on; `done`: the action is done, and the next wave measures it; `confirmed`: it has helped; `dropped`: nothing more is done about it. Back from `done` or `confirmed` to `open`: it was reopened, as it has not helped.',
  );
export type ImprovementStatus = z.infer<typeof improvementStatusSchema>;

/** From where to where it may go. */
export const nextStates: Readonly<Record<ImprovementStatus, readonly ImprovementStatus[]>> = {
  open: ['done', 'dropped'],
  done: ['confirmed', 'open', 'dropped'],
  confirmed: ['open'],
  dropped: ['open'],
};

const WaveMeasure = z
  .strictObject({
    runId: runId.schema,
    scheduledTime: instantSchema,
    measure: QuestionMeasure.nullable().describe('Null: nobody has answered the question in it.'),
  })
  .meta({ id: 'ImprovementWave', description: 'What the question came to in one wave.' });

const Comparison = z
  .strictObject({
    before: WaveMeasure.nullable().describe('The wave that it began with; null: there was none.'),
    after: WaveMeasure.nullable().describe(
      'The first wave that went out after it was done; null: none has been answered yet.',
    ),
    change: Change.nullable().describe('After minus before; null where one of them has no answers.'),
  })
  .meta({ id: 'ImprovementComparison', description: 'Before and after, side by side.' });
export type Comparison = z.infer<typeof Comparison>;

/** So many rounds are kept: who reopens it more often begins another one. */
export const maximumRounds = 10;

const Round = Comparison.extend({
  doneAt: instantSchema,
  decided: z.enum(['confirmed', 'reopened']),
  decidedAt: instantSchema,
  decidedBy: Actor.optional().describe('Absent in the rounds from before this was kept.'),
  reason: text(500).optional().describe('Why it was decided so, where that was said.'),
}).meta({ id: 'ImprovementRound', description: 'What was known when it was decided whether it has helped.' });

const stored = {
  id: improvementId.schema,
  version: z.int().min(1).describe('Rises with each change, and with each reminder; the ETag.'),
  ...measured,
  ...fields,
  status: improvementStatusSchema,
  baseline: runId.schema.optional().describe('The wave that it is compared with; absent: there was none.'),
  doneAt: instantSchema
    .optional()
    .describe('When its action was done; absent while it is worked on. `rounds` keep when it was before.'),
  rounds: z.array(Round).max(maximumRounds).describe('The oldest first.'),
  createdAt: instantSchema,
  updatedAt: instantSchema,
};

export const ImprovementRecord = z.strictObject({
  ...stored,
  /** When the owner is reminded next, as long as it is open. */
  remindAt: instantSchema.optional(),
});
export type ImprovementRecord = z.infer<typeof ImprovementRecord>;

export const Improvement = z
  .strictObject({
    ...stored,
    isOverdue: z.boolean(),
    warnings: z
      .array(
        z.strictObject({
          code: z
            .enum(['group-without-answers'])
            .describe('`group-without-answers`: no wave of the survey has an answer of the group so far.'),
          detail: z.string().describe('For people, in Chinese or English by `Accept-Language`.'),
        }),
      )
      .describe('Why it may never be measured; empty when all is well.'),
    isMeasured: z
      .boolean()
      .describe(
        'Whether a wave was answered that went out after it was done, now or in a round: from then on its question and group stay.',
      ),
    now: Comparison.optional().describe(
      'Before and after as counted so far; of an owner or a team only for whoever sees all answers.',
    ),
  })
  .meta({ id: 'Improvement', description: 'What is done about something that answers have shown.' });
export type Improvement = z.infer<typeof Improvement>;

export const NewImprovement = z
  .strictObject({
    ...measured,
    ...fields,
    owner: fields.owner
      .optional()
      .describe('Who sees to it; the caller if left out, null = nobody in particular.'),
    baseline: runId.schema
      .optional()
      .describe('The wave in which it was found; the last one that was answered if left out.'),
  })
  .meta({ id: 'NewImprovement' });
export type NewImprovement = z.infer<typeof NewImprovement>;

export const ImprovementPatch = z
  .strictObject({
    ...fields,
    status: improvementStatusSchema,
    reason: text(500).describe(
      'Why it has helped, or has not: kept with the decision. Confirming what may be chance needs one.',
    ),
    questionId: measured.questionId,
    group: Group.nullable().describe('Only the answers of these customers; null: those of everybody.'),
  })
  .partial()
  .meta({ id: 'ImprovementPatch', description: 'JSON merge patch: what is left out stays.' });
export type ImprovementPatch = z.infer<typeof ImprovementPatch>;

/** What of it its owner moves on, whatever else they may do. */
export const fieldsOfOwner = [
  'status',
  'reason',
  'dueOn',
  'action',
] as const satisfies readonly (keyof ImprovementPatch)[];

export const ImprovementSummary = z
  .strictObject({
    id: improvementId.schema,
    version: z.int().min(1),
    surveyId: surveyId.schema,
    questionId: questionIdSchema,
    finding: z.string(),
    owner: stored.owner,
    dueOn: daySchema,
    status: improvementStatusSchema,
    doneAt: stored.doneAt,
    updatedAt: instantSchema,
  })
  .meta({ id: 'ImprovementSummary', description: 'An improvement as lists show it.' });
export type ImprovementSummary = z.infer<typeof ImprovementSummary>;

export const ImprovementRow = ImprovementSummary.extend({ isOverdue: Improvement.shape.isOverdue }).meta({
  id: 'ImprovementRow',
  description: 'An improvement as lists show it, as of now.',
});
export type ImprovementRow = z.infer<typeof ImprovementRow>;

export const ImprovementPage = pageOf(ImprovementRow).meta({ id: 'ImprovementPage' });
