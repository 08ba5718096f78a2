/** The routes of campaigns: when a survey goes out, and to whom. */
import * as z from 'zod';
import { contract, empty } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import {
  Campaign,
  CampaignPage,
  CampaignPatch,
  CampaignPreview,
  CampaignTriggers,
  campaignId,
  NewCampaign,
  StartedRun,
} from './campaigns.schema.ts';

const oneCampaign = z.strictObject({ campaignId: campaignId.schema });

const foresight =
  'Of few customers all are looked at; of more some, so that it is an estimate and says so. Who would be held back is looked up for at most 60 of them, as of the next run.';

export const campaignsContract = contract('campaigns', 'When which survey goes out to whom.', {
  createCampaign: {
    method: 'POST',
    path: '/campaigns',
    permission: 'surveys.write',
    summary: 'Create a campaign',
    description:
      'The schedule is created a few seconds later, so a single time must lie at least two minutes ahead. Between two runs lies a day at least, unless the setting `shortestCampaignHours` says otherwise. The survey must be open. Whom the audience means is found anew by each run; one that nobody is in is refused.',
    body: NewCampaign,
    replies: { 201: Campaign },
    errors: ['not-allowed-now'],
    example: {
      body: {
        surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
        name: 'Every Monday at nine',
        schedule: { cron: '0 9 ? * 2 *', timeZone: 'Asia/Shanghai' },
      },
    },
  },
  listCampaigns: {
    method: 'GET',
    path: '/campaigns',
    permission: 'surveys.read',
    summary: 'List campaigns, the last changed first',
    query: pageQuery.extend({
      surveyId: surveyId.schema.optional().describe('Only campaigns that send this survey.'),
      status: Campaign.shape.status
        .optional()
        .describe(
          'Only those that run, only held, paused or finished ones. A page may be short although the list goes on.',
        ),
    }),
    replies: { 200: CampaignPage },
    errors: [],
  },
  listCampaignTriggers: {
    method: 'GET',
    path: '/campaign-triggers',
    permission: 'surveys.read',
    summary: 'List the events that can trigger a campaign, and what conditions may test of them',
    replies: { 200: CampaignTriggers },
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
    summary: 'Change, pause, resume or stop a campaign',
    description:
      'Pausing holds the schedule; a run that has begun goes on. A `rate` keeps its rhythm when a campaign is resumed, and starts over when the schedule is replaced. A campaign that is stopped stays as it is.',
    params: oneCampaign,
    body: CampaignPatch,
    ifMatch: true,
    replies: { 200: Campaign },
    errors: ['not-found', 'not-allowed-now'],
    example: { body: { name: 'Every Monday at ten' } },
  },
  runCampaign: {
    method: 'POST',
    path: '/campaigns/{campaignId}/runs',
    permission: 'surveys.write',
    summary: 'Run a campaign now',
    description:
      'Beside its schedule, which stays what it is; also before its start. Who was asked within the days of the setting `askAgainAfterDays` is skipped, as ever. Not within a minute of another time: whoever presses twice means one run.',
    params: oneCampaign,
    replies: { 202: StartedRun },
    errors: ['not-found', 'not-allowed-now'],
  },
  getCampaignPreview: {
    method: 'GET',
    path: '/campaigns/{campaignId}/preview',
    permission: 'surveys.write',
    summary: 'Foresee when a campaign runs next, and whom it would reach',
    description: foresight,
    params: oneCampaign,
    replies: { 200: CampaignPreview },
    errors: ['not-found'],
  },
  previewCampaign: {
    method: 'POST',
    path: '/campaigns/preview',
    permission: 'surveys.write',
    idempotent: false,
    summary: 'Foresee the same of a campaign that is not created yet',
    description: `Refuses what creating it would refuse. ${foresight}`,
    body: NewCampaign,
    replies: { 200: CampaignPreview },
    errors: ['not-allowed-now'],
    example: {
      body: {
        surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
        name: 'Every Monday at nine',
        schedule: { cron: '0 9 ? * 2 *', timeZone: 'Asia/Shanghai' },
      },
    },
  },
  restoreCampaign: {
    method: 'POST',
    path: '/campaigns/{campaignId}/changes/{eventId}/restore',
    permission: 'surveys.write',
    summary: 'Give a campaign back what it was before a change',
    description:
      'The change is a `campaign.changed` or `campaign.rescheduled` of the trail, named by its id, and goes through the checks of PATCH. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: oneCampaign.extend({ eventId: eventId.schema }),
    replies: { 200: Campaign },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  deleteCampaign: {
    method: 'DELETE',
    path: '/campaigns/{campaignId}',
    permission: 'surveys.write',
    summary: 'Delete a campaign',
    description:
      'Invitations that have not gone out are not sent. Its runs and the answers that came in stay and can be read.',
    params: oneCampaign,
    ifMatch: true,
    replies: { 204: empty },
    errors: ['not-found'],
  },
});
