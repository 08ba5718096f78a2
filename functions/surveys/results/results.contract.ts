/** The routes of results: what the answers to a survey come to, and what became of its invitations. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { campaignId } from '../campaigns/campaigns.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { RunPage, SurveyResults } from './results.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyId.schema });

export const resultsContract = contract('results', 'What the answers to surveys come to.', {
  getSurveyResults: {
    method: 'GET',
    path: '/surveys/{surveyId}/results',
    permission: 'surveys.read',
    summary: 'Read what the answers to a survey come to',
    description:
      'The Net Promoter Score, and for each question how often which answer was given, with the share of satisfied customers or the mean where its kind has one, each with the interval in which that of all customers probably lies. Answers marked `suspect` do not count.',
    params: oneSurvey,
    replies: { 200: SurveyResults },
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
