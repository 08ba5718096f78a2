/** The routes of the surveys domain for staff and machines; customers answer through `surveys.answer.contract.ts`. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ResponsePage } from './surveys.answers.schema.ts';
import {
  Campaign,
  CampaignPage,
  CampaignPatch,
  campaignIdSchema,
  NewCampaign,
  RunPage,
} from './surveys.campaigns.schema.ts';
import {
  NewSurvey,
  Survey,
  SurveyPage,
  SurveyPatch,
  SurveyResults,
  surveyIdSchema,
} from './surveys.schema.ts';

const oneSurvey = z.strictObject({ surveyId: surveyIdSchema });
const oneCampaign = z.strictObject({ campaignId: campaignIdSchema });

export const surveysContract = contract('surveys', {
  createSurvey: {
    method: 'POST',
    path: '/surveys',
    permission: 'surveys.write',
    summary: 'Create a survey',
    body: NewSurvey,
    replies: { 201: Survey },
    errors: [],
  },
  listSurveys: {
    method: 'GET',
    path: '/surveys',
    permission: 'surveys.read',
    summary: 'List surveys, the last changed first',
    query: pageQuery,
    replies: { 200: SurveyPage },
    errors: [],
  },
  getSurvey: {
    method: 'GET',
    path: '/surveys/{surveyId}',
    permission: 'surveys.read',
    summary: 'Read a survey',
    params: oneSurvey,
    replies: { 200: Survey },
    errors: ['not-found'],
  },
  patchSurvey: {
    method: 'PATCH',
    path: '/surveys/{surveyId}',
    permission: 'surveys.write',
    summary: 'Change, open or close a survey',
    description:
      'Every change makes a new version; answers keep the version that the customer saw. Texts and questions are replaced as a whole.',
    params: oneSurvey,
    body: SurveyPatch,
    ifMatch: true,
    replies: { 200: Survey },
    errors: ['not-found'],
  },
  getSurveyResults: {
    method: 'GET',
    path: '/surveys/{surveyId}/results',
    permission: 'surveys.read',
    summary: 'Read the Net Promoter Score of a survey',
    params: oneSurvey,
    replies: { 200: SurveyResults },
    errors: ['not-found'],
  },
  listSurveyResponses: {
    method: 'GET',
    path: '/surveys/{surveyId}/responses',
    permission: 'surveys.read',
    summary: 'List the answers to a survey, newest first',
    description: 'The results can be recounted from these; answers marked `suspect` do not count.',
    params: oneSurvey,
    query: pageQuery,
    replies: { 200: ResponsePage },
    errors: ['not-found'],
  },
  createCampaign: {
    method: 'POST',
    path: '/campaigns',
    permission: 'surveys.write',
    summary: 'Create a campaign',
    description:
      'The schedule is created a few seconds later, so a single time must lie at least two minutes ahead. The survey must be open.',
    body: NewCampaign,
    replies: { 201: Campaign },
    errors: ['not-allowed-now'],
  },
  listCampaigns: {
    method: 'GET',
    path: '/campaigns',
    permission: 'surveys.read',
    summary: 'List campaigns, the last changed first',
    query: pageQuery,
    replies: { 200: CampaignPage },
    errors: [],
  },
  getCampaign: {
    method: 'GET',
    path: '/campaigns/{campaignId}',
    permission: 'surveys.read',
    summary: 'Read a campaign and its next runs',
    params: oneCampaign,
    replies: { 200: Campaign },
    errors: ['not-found'],
  },
  patchCampaign: {
    method: 'PATCH',
    path: '/campaigns/{campaignId}',
    permission: 'surveys.write',
    summary: 'Change, pause or resume a campaign',
    description:
      'Pausing holds the schedule; a run that has begun goes on. A `rate` starts over when a campaign is resumed.',
    params: oneCampaign,
    body: CampaignPatch,
    ifMatch: true,
    replies: { 200: Campaign },
    errors: ['not-found'],
  },
  deleteCampaign: {
    method: 'DELETE',
    path: '/campaigns/{campaignId}',
    permission: 'surveys.write',
    summary: 'Delete a campaign',
    description: 'Invitations that have not gone out are not sent; answers that came in stay.',
    params: oneCampaign,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
  listCampaignRuns: {
    method: 'GET',
    path: '/campaigns/{campaignId}/runs',
    permission: 'surveys.read',
    summary: 'List the runs of a campaign, newest first',
    params: oneCampaign,
    query: pageQuery,
    replies: { 200: RunPage },
    errors: ['not-found'],
  },
});
