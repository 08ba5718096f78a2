/** Surveys: what is asked, and in which languages. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import {
  Condition,
  inLanguages,
  maximumQuestions,
  Question,
  quotaIdSchema,
  themeIdSchema,
} from '../questions/questions.schema.ts';

export const surveyId = idKind('survey');

const Theme = z
  .strictObject({ id: themeIdSchema, title: inLanguages(120, { multiline: false }) })
  .meta({ id: 'SurveyTheme', description: 'What some of the questions are about, such as the delivery.' });

export const Quota = z
  .strictObject({
    id: quotaIdSchema,
    maximum: z.int().min(1).max(1_000_000).describe('So many answers, not one more.'),
    when: z
      .array(Condition)
      .min(1)
      .max(5)
      .optional()
      .describe(
        'Of the answers that meet all of these, each naming its question; of all answers if left out.',
      ),
    ending: inLanguages(1000)
      .optional()
      .describe('What whoever comes too late is told in place of our own words.'),
  })
  .meta({ id: 'SurveyQuota', description: 'So many answers of a kind are wanted, and no more are taken.' });
export type Quota = z.infer<typeof Quota>;

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
  themes: distinct(z.array(Theme).min(1).max(10), ({ id }) => id)
    .optional()
    .describe('Questions of one theme stand on a page of their own, below its title.'),
  anonymous: z
    .literal(true)
    .optional()
    .describe(
      'Who was invited answers once, and nobody can tell which answer is whose: it has no customer, invitation, campaign or run, and the day in place of the time; nobody is called about it. Also of what comes by a link for anybody the day alone is told. Once such a survey was opened it stays so.',
    ),
  quotas: distinct(z.array(Quota).min(1).max(10), ({ id }) => id)
    .optional()
    .describe('How many answers are taken, in all or of a kind. Suspect ones take no place.'),
  questions: z.array(Question).min(1).max(maximumQuestions),
};

/** What is sent to us: the title is the subject of a mail, so it has one line; kept ones may be older than that rule. */
const sent = { ...fields, title: inLanguages(120, { multiline: false }) };

export const Survey = z
  .strictObject({
    id: surveyId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag. Answers keep the version they saw.'),
    status: z
      .enum(['draft', 'open', 'closed', 'archived'])
      .describe(
        'Answers are taken while the survey is open; archived ones are closed, and stand in a list of their own.',
      ),
    ...fields,
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Survey', description: 'A questionnaire.' });
export type Survey = z.infer<typeof Survey>;

export const NewSurvey = z
  .strictObject({
    ...sent,
    status: Survey.shape.status
      .exclude(['closed', 'archived'])
      .default('draft')
      .describe('`draft` can be previewed and tested; only `open` surveys can be sent and answered.'),
  })
  .meta({ id: 'NewSurvey' });
export type NewSurvey = z.infer<typeof NewSurvey>;

/** JSON merge patch: what is left out stays; texts and questions are replaced as a whole. */
export const SurveyPatch = z
  .strictObject({
    ...sent,
    intro: fields.intro.unwrap().nullable(),
    thanks: fields.thanks.unwrap().nullable(),
    themes: fields.themes.unwrap().nullable(),
    anonymous: fields.anonymous.unwrap().nullable(),
    quotas: fields.quotas.unwrap().nullable(),
    status: Survey.shape.status
      .exclude(['draft'])
      .describe('`closed` and `archived`: no more answers are taken; `open` takes them again.'),
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

export const SurveyCopy = z
  .strictObject({ name: fields.name.optional().describe('Of the copy; that of the survey if left out.') })
  .meta({ id: 'SurveyCopy' });

/** The row that lists of versions show. */
export const SurveyVersionSummary = SurveySummary.extend({
  version: Survey.shape.version,
  questions: z.int().min(1).describe('How many there are.'),
}).meta({ id: 'SurveyVersionSummary', description: 'A survey as it was in one version, as lists show it.' });

export const SurveyVersionPage = pageOf(SurveyVersionSummary).meta({ id: 'SurveyVersionPage' });
