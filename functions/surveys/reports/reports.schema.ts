/** Reports: what the answers to a survey come to, behind a link that expires. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { nameText } from '../../../shared/values/text.ts';
import {
  inOrder,
  narrowing,
  ResultsFindings,
  ResultsFunnel,
  ResultsTrend,
  SurveyResults,
} from '../results/results.schema.ts';
import { Survey, surveyId } from '../surveys/surveys.schema.ts';

export const reportId = idKind('report');

const { from, to, campaignId, channel, language } = narrowing;

/** Which answers it is about. */
const ReportedAnswers = inOrder(z.strictObject({ from, to, campaignId, channel, language })).meta({
  id: 'ReportedAnswers',
  description: 'Which answers a report is about; all if left out.',
});

const fields = {
  name: nameText(120).describe('What it is for, for us: whom the link was given to, for example.'),
  answers: ReportedAnswers,
};

export const Report = z
  .strictObject({
    id: reportId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    surveyId: surveyId.schema,
    ...fields,
    madeBy: Actor.describe('When they work here no more, the link leads nowhere.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    expiresAt: instantSchema.describe('The link leads nowhere from then on.'),
  })
  .meta({ id: 'Report', description: 'Results behind a link. Who has the link is shown them.' });
export type Report = z.infer<typeof Report>;

export const NewReport = z
  .strictObject({
    ...fields,
    answers: fields.answers.default({}),
    expiresAfterDays: z.int().min(1).max(365).default(30).describe('So many days the link leads there.'),
  })
  .meta({ id: 'NewReport' });
export type NewReport = z.infer<typeof NewReport>;

export const MadeReport = Report.extend({
  link: z
    .string()
    .describe('Shows the results to whoever has it. It is told this once: only its hash is kept.'),
}).meta({ id: 'MadeReport' });
export type MadeReport = z.infer<typeof MadeReport>;

export const ReportPage = pageOf(Report).meta({ id: 'ReportPage' });

const { title, questions, languages, defaultLanguage } = Survey.shape;

/** What the link shows. */
export const SharedReport = z
  .strictObject({
    survey: z.strictObject({ title, questions, languages, defaultLanguage }),
    answers: ReportedAnswers,
    expiresAt: instantSchema,
    results: SurveyResults,
    trend: ResultsTrend.describe('By week; of some of the answers by month.'),
    findings: ResultsFindings.describe('Among teams, channels, tags and languages: nobody is named.'),
    funnel: ResultsFunnel,
  })
  .meta({
    id: 'SharedReport',
    description:
      'Numbers of all answers as they are now. Nothing that a customer wrote, and nobody is named.',
  });
export type SharedReport = z.infer<typeof SharedReport>;
