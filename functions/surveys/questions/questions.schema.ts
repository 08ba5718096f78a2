/** What can be asked, how it is answered, and which question comes after which. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { daySchema } from '../../../shared/values/instant.ts';
import { type TextOptions, text } from '../../../shared/values/text.ts';

/** One text in each language of the survey. */
export const inLanguages = (max: number, options: TextOptions = { multiline: true }) =>
  z.strictObject({ 'zh-CN': text(max, options).optional(), en: text(max, options).optional() });
export type InLanguages = z.infer<ReturnType<typeof inLanguages>>;

/** Names something within a survey and never changes, so that answers of all versions can be compared. */
const nameWithin = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and "-", beginning with a letter')
  // Answers are kept under this name, and no object can hold this one as data.
  .refine((id) => id !== 'constructor', 'must be another word than "constructor"');

export const questionIdSchema = nameWithin.meta({
  description: 'Name of the question within its survey.',
  examples: ['recommend'],
});

export const themeIdSchema = nameWithin.meta({
  description: 'Name of a theme within its survey.',
  examples: ['delivery'],
});

export const quotaIdSchema = nameWithin.meta({
  description:
    'Name of a quota within its survey. What counts under it goes on counting whatever else is changed.',
  examples: ['women'],
});

/** Where a branch leads that asks nothing more. */
export const theEnd = 'end';

/** What somebody chooses who finds nothing among the choices, and says in words. */
export const otherChoice = 'other';

/** So many questions a survey may ask; most people give up long before. */
export const maximumQuestions = 50;
const maximumBranches = 10;
export const maximumText = 2000;

const choiceId = nameWithin.meta({
  description: 'Name of the choice within its question.',
  examples: ['slow'],
});

const Choice = z.strictObject({ id: choiceId, text: inLanguages(200) }).meta({
  id: 'SurveyChoice',
  description: 'What can be chosen. `other` is kept for what is said in words.',
});
export type Choice = z.infer<typeof Choice>;

const of = questionIdSchema
  .optional()
  .describe('The question that was answered: one before, or this one if left out.');

export const Condition = z
  .discriminatedUnion('op', [
    z
      .strictObject({
        op: z.literal('is'),
        question: of,
        values: distinct(
          z
            .array(z.union([z.int(), choiceId]))
            .min(1)
            .max(20),
        ),
      })
      .meta({
        id: 'AnswerIs',
        description: 'One of these numbers of a scale, or of these choices, was chosen.',
      }),
    z
      .strictObject({
        op: z.literal('between'),
        question: of,
        from: z.number().optional(),
        to: z.number().optional(),
      })
      .refine(({ from, to }) => from !== undefined || to !== undefined, 'must say from, to or both')
      .meta({ id: 'AnswerBetween', description: 'The number lies there, the limits included.' }),
    z
      .strictObject({ op: z.literal('answered'), question: of })
      .meta({ id: 'IsAnswered', description: 'Something was answered.' }),
    z
      .strictObject({ op: z.literal('empty'), question: of })
      .meta({ id: 'IsEmpty', description: 'Nothing was answered, or it was never asked.' }),
  ])
  .meta({ id: 'BranchCondition' });
export type Condition = z.infer<typeof Condition>;

export const Branch = z
  .strictObject({
    when: z.array(Condition).min(1).max(5).describe('All of these.'),
    to: questionIdSchema.describe(`A question further on, or \`${theEnd}\`: nothing more is asked.`),
  })
  .meta({
    id: 'Branch',
    description: 'Where the customer goes on after this question, if the conditions are met.',
    examples: [{ when: [{ op: 'between', to: 6 }], to: 'what-went-wrong' }],
  });
export type Branch = z.infer<typeof Branch>;

const asked = {
  id: questionIdSchema,
  text: inLanguages(300).describe(
    'What is asked. `{{customer.name}}` and `{{answer.<question>}}` stand for what is known by then; `{{customer.name|friend}}` says what stands there where nothing is.',
  ),
  hint: inLanguages(200).optional().describe('Small print below the question.'),
  required: z
    .boolean()
    .describe(
      'true: the customer has to answer this before the form can be sent; false: it may be left empty.',
    ),
  theme: themeIdSchema.optional().describe('The theme of the survey that it belongs to.'),
  branches: z
    .array(Branch)
    .min(1)
    .max(maximumBranches)
    .optional()
    .describe('The first whose conditions are met leads on; else the next question follows.'),
};

/** So many choices may be ticked in one answer, all questions together: counts of all of them are kept in one transaction. */
export const maximumTicks = 900;

const choices = distinct(z.array(Choice).min(2).max(20), ({ id }) => id);
const hasOther = z
  .literal(true)
  .optional()
  .describe('Whoever finds nothing among the choices says it in words.');
const limit = z.number().min(-1e9).max(1e9).optional();

export const Question = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('nps'), ...asked }).meta({
      id: 'NpsQuestion',
      description: '0 to 10: how likely is it that you would recommend us? At most one in a survey.',
    }),
    z.strictObject({ kind: z.literal('csat'), ...asked }).meta({
      id: 'CsatQuestion',
      description: '1 to 5: how satisfied are you?',
    }),
    z.strictObject({ kind: z.literal('ces'), ...asked }).meta({
      id: 'CesQuestion',
      description: '1 to 7: how far do you agree that it was easy?',
    }),
    z.strictObject({ kind: z.literal('rating'), ...asked }).meta({
      id: 'RatingQuestion',
      description: '1 to 5: how good is it?',
    }),
    z.strictObject({ kind: z.literal('single-choice'), ...asked, choices, other: hasOther }).meta({
      id: 'SingleChoiceQuestion',
      description: 'One of several choices.',
    }),
    z
      .strictObject({
        kind: z.literal('multiple-choice'),
        ...asked,
        ...{ choices, other: hasOther },
        atMost: z.int().min(1).max(20).optional().describe('So many may be chosen.'),
      })
      .meta({ id: 'MultipleChoiceQuestion', description: 'Any of several choices.' }),
    z
      .strictObject({
        kind: z.literal('matrix'),
        ...asked,
        rows: distinct(z.array(Choice).min(1).max(10), ({ id }) => id),
        columns: distinct(z.array(Choice).min(2).max(7), ({ id }) => id),
      })
      .meta({ id: 'MatrixQuestion', description: 'One of the columns for each of the rows.' }),
    z.strictObject({ kind: z.literal('text'), ...asked }).meta({
      id: 'TextQuestion',
      description: `Free text, at most ${maximumText.toLocaleString('en')} characters.`,
    }),
    z
      .strictObject({
        kind: z.literal('number'),
        ...asked,
        ...{ from: limit, to: limit },
        decimals: z.int().min(0).max(4).default(0).describe('So many places behind the point.'),
      })
      .meta({ id: 'NumberQuestion', description: 'A number.' }),
    z
      .strictObject({
        kind: z.literal('date'),
        ...asked,
        from: daySchema.optional(),
        to: daySchema.optional(),
      })
      .meta({ id: 'DateQuestion', description: 'A day.' }),
    z.strictObject({ kind: z.literal('consent'), ...asked }).meta({
      id: 'ConsentQuestion',
      description: 'A box to tick. One that is required has to be ticked.',
    }),
  ])
  .meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

/** The kinds of question that are answered with a number of a scale. */
export const scaleSchema = z.enum(['nps', 'csat', 'ces', 'rating']).meta({
  description: '`nps` is answered with 0 to 10, `ces` with 1 to 7, `csat` and `rating` with 1 to 5.',
});
export type Scale = z.infer<typeof scaleSchema>;

type ScaleQuestion = Extract<Question, { kind: Scale }>;

const scales: Readonly<Record<Scale, readonly [lowest: number, highest: number]>> = {
  nps: [0, 10],
  csat: [1, 5],
  // "… made it easy for me to handle my issue", 1 to 7: CES 2.0, Corporate Executive Board, 2013.
  ces: [1, 7],
  rating: [1, 5],
};

/** The numbers of a scale, the lowest first. */
export function numbersOf(scale: Scale): readonly number[] {
  const [lowest, highest] = scales[scale];
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
}

export function isScale(question: Question): question is ScaleQuestion {
  return isScaleKind(question.kind);
}

export function isScaleKind(kind: Question['kind']): kind is Scale {
  return kind in scales;
}

/** Whether it is answered in words, or something may be said beside its choices. */
export function isWritten(question: Question): boolean {
  return question.kind === 'text' || ('choices' in question && question.other === true);
}

/** The question whose answer is the score of a response: that of the NPS, else the first with a scale. */
export function scoredQuestion(survey: {
  readonly questions: readonly Question[];
}): ScaleQuestion | undefined {
  const scaled = survey.questions.filter(isScale);
  return scaled.find(({ kind }) => kind === 'nps') ?? scaled[0];
}

/** What was sent with a form, by the names of its fields. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

/** Names of the fields that tell where in a form somebody is. */
export const pageFields = {
  /** The question that the page began with. */
  page: 'page',
  /** Which button was pressed: `back` or `on`. */
  go: 'go',
} as const;

/** Under which name an answer is sent; of a matrix that of a row. */
export function fieldOf(questionId: string, part?: string): string {
  return part === undefined ? `q-${questionId}` : `q-${questionId}.${part}`;
}

/**
 * By the id of the question: a number for a scale or a number, the ids of what was chosen, the column of each row, a text, a
 * day, or true for what was agreed to. What was said in words beside the choices stands under the id of the question and
 * `.other`. Only texts and days are strings, so that what may be personal is told from what is not.
 */
export const Answer = z.union([
  z.number(),
  z.string().max(maximumText),
  z.array(z.string().max(31)).max(21),
  z.record(z.string().max(31), z.string().max(31)),
  z.literal(true),
]);
export type Answer = z.infer<typeof Answer>;
export const Answers = z
  .record(z.string().max(37), Answer)
  .meta({ id: 'Answers', description: 'What was answered, by the ids of the questions.' });
export type Answers = z.infer<typeof Answers>;
