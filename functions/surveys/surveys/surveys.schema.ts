/** Surveys: what is asked, and in which languages. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { type Language, languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { type TextOptions, text } from '../../../shared/values/text.ts';

export const surveyId = idKind('survey');

/** One text in each language of the survey. */
const inLanguages = (max: number, options: TextOptions = { multiline: true }) =>
  z.strictObject({ 'zh-CN': text(max, options).optional(), en: text(max, options).optional() });

/** Names a question within its survey and never changes, so that answers of all versions can be compared. */
export const questionIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and "-", beginning with a letter')
  // Answers are kept under this name, and no object can hold this one as data.
  .refine((id) => id !== 'constructor', 'must be another word than "constructor"')
  .meta({ description: 'Name of the question within its survey.', examples: ['recommend'] });

const asked = {
  id: questionIdSchema,
  text: inLanguages(300),
  required: z
    .boolean()
    .describe(
      'true: the customer has to answer this before the form can be sent; false: it may be left empty.',
    ),
};

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
    z.strictObject({ kind: z.literal('rating'), ...asked }).meta({
      id: 'RatingQuestion',
      description: '1 to 5: how good is it?',
    }),
    z.strictObject({ kind: z.literal('text'), ...asked }).meta({
      id: 'TextQuestion',
      description: 'Free text, at most 2,000 characters.',
    }),
  ])
  .meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

/** The kinds of question that are answered with a number. */
export const scaleSchema = z
  .enum(['nps', 'csat', 'rating'])
  .meta({ description: '`nps` is answered with 0 to 10, `csat` and `rating` with 1 to 5.' });
export type Scale = z.infer<typeof scaleSchema>;

/** The choices of a scale; undefined for free text. */
export function choicesOf(question: Question): readonly number[] | undefined {
  if (question.kind === 'text') return undefined;
  return question.kind === 'nps' ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1, 2, 3, 4, 5];
}

const fields = {
  /** For us; customers see the title. */
  name: text(120),
  languages: z
    .array(languageSchema)
    .min(1)
    .max(2)
    .describe('Every text of the survey must be there in each of these.'),
  defaultLanguage: languageSchema.describe('For customers whose language the survey does not have.'),
  title: inLanguages(120),
  intro: inLanguages(1000).optional(),
  thanks: inLanguages(1000).optional(),
  questions: z.array(Question).min(1).max(20),
};

/** What is sent to us: the title is the subject of a mail, so it has one line; kept ones may be older than that rule. */
const sent = { ...fields, title: inLanguages(120, { multiline: false }) };

export const Survey = z
  .strictObject({
    id: surveyId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag. Answers keep the version they saw.'),
    status: z.enum(['draft', 'open', 'closed']).describe('Answers are taken while the survey is open.'),
    ...fields,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Survey', description: 'A questionnaire.' });
export type Survey = z.infer<typeof Survey>;

type ScaleQuestion = Exclude<Question, { kind: 'text' }>;

export function isScale(question: Question): question is ScaleQuestion {
  return question.kind !== 'text';
}

/** The question whose answer is the score of a response: that of the NPS, else the first with a scale. */
export function scoredQuestion(survey: Pick<Survey, 'questions'>): ScaleQuestion | undefined {
  const scales = survey.questions.filter(isScale);
  return scales.find(({ kind }) => kind === 'nps') ?? scales[0];
}

/** The part of a survey that has to fit together. */
type Questionnaire = Pick<
  Survey,
  'languages' | 'defaultLanguage' | 'title' | 'intro' | 'thanks' | 'questions'
>;

/** What does not fit together in a survey: where, and why. Empty when all is well. */
export function surveyViolations(survey: Questionnaire): { path: (string | number)[]; reason: string }[] {
  const { languages, defaultLanguage, questions } = survey;
  const violations: { path: (string | number)[]; reason: string }[] = [];
  if (new Set(languages).size < languages.length) {
    violations.push({ path: ['languages'], reason: 'must name each language once' });
  }
  if (!languages.includes(defaultLanguage)) {
    violations.push({ path: ['defaultLanguage'], reason: 'must be one of the languages of the survey' });
  }
  const texts: [(string | number)[], Partial<Record<Language, string | undefined>> | undefined][] = [
    [['title'], survey.title],
    [['intro'], survey.intro],
    [['thanks'], survey.thanks],
    ...questions.map((question, index): (typeof texts)[number] => [
      ['questions', index, 'text'],
      question.text,
    ]),
  ];
  for (const [path, inLanguages] of texts) {
    for (const language of languages) {
      if (inLanguages !== undefined && inLanguages[language] === undefined) {
        violations.push({ path: [...path, language], reason: 'is missing: the survey has this language' });
      }
    }
  }
  questions.forEach(({ id }, index) => {
    if (questions.findIndex((each) => each.id === id) < index) {
      violations.push({ path: ['questions', index, 'id'], reason: 'another question has this id' });
    }
  });
  if (questions.filter(({ kind }) => kind === 'nps').length > 1) {
    violations.push({ path: ['questions'], reason: 'must hold at most one question of kind "nps"' });
  }
  return violations;
}

export const NewSurvey = z
  .strictObject({
    ...sent,
    status: Survey.shape.status
      .exclude(['closed'])
      .default('draft')
      .describe('`draft` can be previewed and tested; only `open` surveys can be sent and answered.'),
  })
  .superRefine((survey, context) => {
    for (const { path, reason } of surveyViolations(survey)) {
      context.addIssue({ code: 'custom', path: [...path], message: reason });
    }
  })
  .meta({ id: 'NewSurvey' });
export type NewSurvey = z.infer<typeof NewSurvey>;

/** JSON merge patch: what is left out stays; texts and questions are replaced as a whole. */
export const SurveyPatch = z
  .strictObject({
    ...sent,
    intro: fields.intro.unwrap().nullable(),
    thanks: fields.thanks.unwrap().nullable(),
    status: Survey.shape.status
      .exclude(['draft'])
      .describe('`closed`: no more answers are taken; `open` takes them again.'),
  })
  .partial()
  .meta({
    id: 'SurveyPatch',
    description:
      'JSON merge patch: what is left out stays, null removes a text that may be missing; texts and questions are replaced as a whole.',
  });
export type SurveyPatch = z.infer<typeof SurveyPatch>;

/** The row that lists show. */
export const SurveySummary = z
  .strictObject({
    id: surveyId.schema,
    name: z.string(),
    status: Survey.shape.status,
    languages: fields.languages,
    updatedAt: instantSchema,
  })
  .meta({ id: 'SurveySummary', description: 'A survey as lists show it.' });
export type SurveySummary = z.infer<typeof SurveySummary>;

export const SurveyPage = pageOf(SurveySummary).meta({ id: 'SurveyPage' });
