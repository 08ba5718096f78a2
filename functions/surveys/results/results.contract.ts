/** The routes of results: what the answers to a survey come to, and what became of its invitations. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { dimensionSchema } from '../measures/measures.schema.ts';
import { questionIdSchema } from '../questions/questions.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  findingsLimit,
  minimumAnswers,
  Narrowing,
  narrowing,
  ResultsBreakdown,
  ResultsFindings,
  ResultsFunnel,
  ResultsTrend,
  ResultsWaves,
  RunPage,
  SurveyResults,
  stepSchema,
} from './results.schema.ts';

const params = z.strictObject({ surveyId: surveyId.schema });

const question = questionIdSchema.optional().describe('Only this question.');

const forAllRows =
  'For whoever sees all answers: agents are refused, since it tells of the customers of others.';
const owners = 'Narrowed to an owner or a team it is for whoever sees all answers.';

export const resultsContract = contract('results', 'What the answers to surveys come to.', {
  getSurveyResults: {
    method: 'GET',
    path: '/surveys/{surveyId}/results',
    permission: 'surveys.read',
    summary: 'Read what the answers to a survey come to',
    description: `The Net Promoter Score, and for each question how often which answer was given, with the share of satisfied customers or the mean where its kind has one, each with the interval in which that of all customers probably lies. Answers marked \`suspect\` do not count. ${owners}`,
    params,
    query: Narrowing,
    replies: { 200: SurveyResults },
    errors: ['not-found'],
  },
  getResultsTrend: {
    method: 'GET',
    path: '/surveys/{surveyId}/results/trend',
    permission: 'surveys.read',
    summary: 'Read how the answers to a survey change with time',
    description: `By month and by wave also of some of the answers. ${owners}`,
    params,
    query: Narrowing.safeExtend({ by: stepSchema.default('month'), question }),
    replies: { 200: ResultsTrend },
    errors: ['not-found'],
  },
  getResultsBreakdown: {
    method: 'GET',
    path: '/surveys/{surveyId}/results/breakdown',
    permission: 'surveys.read',
    summary: 'Read what answers come to by owner, team, channel, tag or language',
    description: forAllRows,
    params,
    query: Narrowing.safeExtend({ by: dimensionSchema.default('owner'), question }),
    replies: { 200: ResultsBreakdown },
    errors: ['not-found'],
  },
  getResultsFindings: {
    method: 'GET',
    path: '/surveys/{surveyId}/results/findings',
    permission: 'surveys.read',
    summary: 'Read where the answers to a survey are high and where they are low',
    description: `Each group is compared with all others, question by question; those with too few answers are left out. ${forAllRows}`,
    params,
    query: Narrowing.safeExtend({
      by: dimensionSchema.optional(),
      question,
      minimum: minimumAnswers,
      limit: findingsLimit,
    }),
    replies: { 200: ResultsFindings },
    errors: ['not-found'],
  },
  getResultsWaves: {
    method: 'GET',
    path: '/surveys/{surveyId}/results/waves',
    permission: 'surveys.read',
    summary: 'Compare the waves of a survey, each with the one before',
    description: owners,
    params,
    query: Narrowing.safeExtend({ question }),
    replies: { 200: ResultsWaves },
    errors: ['not-found'],
  },
  getResultsFunnel: {
    method: 'GET',
    path: '/surveys/{surveyId}/results/funnel',
    permission: 'surveys.read',
    summary: 'Read how far those who were to be asked have come, step by step',
    params,
    query: z.strictObject({ campaignId: narrowing.campaignId, runId: narrowing.runId }),
    replies: { 200: ResultsFunnel },
    errors: ['not-found'],
  },
  listCampaignRuns: {
    method: 'GET',
    path: '/campaigns/{campaignId}/runs',
    permission: 'surveys.read',
    summary: 'List the runs of a campaign and what became of their mails, newest first',
    description: 'Also those of a deleted campaign.',
    params: z.strictObject({ campaignId: campaignId.schema }),
    query: pageQuery,
    replies: { 200: RunPage },
    errors: ['not-found'],
  },
});
