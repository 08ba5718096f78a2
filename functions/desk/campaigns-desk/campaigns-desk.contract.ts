/** Campaigns at the desk: when which survey goes out to whom, and what came of it. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { campaignId } from '../../surveys/campaigns/campaigns.schema.ts';
import { surveyId } from '../../surveys/surveys/surveys.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ campaignId: campaignId.schema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const campaignsDeskContract = contract('campaigns-desk', 'Campaigns, at the desk.', {
  showCampaigns: {
    ...page,
    method: 'GET',
    path: '/desk/campaigns',
    summary: 'See campaigns, the last changed first',
    query: z.strictObject({ cursor: cursorSchema.optional() }),
  },
  showNewCampaign: {
    ...page,
    method: 'GET',
    path: '/desk/campaigns/new',
    summary: 'Say when a survey is to go out, and to whom',
    query: z.strictObject({ surveyId: surveyId.schema.optional() }),
  },
  sendNewCampaign: {
    ...form,
    path: '/desk/campaigns/new',
    summary: 'Create a campaign',
  },
  showCampaign: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/campaigns/{campaignId}',
    summary: 'See when a campaign goes out next, to whom, and what came of its runs',
    query: z.object({
      done: z.enum(['status', 'run', 'change', 'unchanged']).optional().describe('What was done just now.'),
      foresee: z.literal('1').optional().describe('Foresees whom a run would reach, too.'),
    }),
  },
  sendCampaign: {
    ...form,
    params,
    path: '/desk/campaigns/{campaignId}',
    summary: 'Pause, resume, stop or run a campaign',
  },
  showCampaignChange: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/campaigns/{campaignId}/change',
    summary: 'See what was said of a campaign, to change it',
  },
  sendCampaignChange: {
    ...form,
    params,
    path: '/desk/campaigns/{campaignId}/change',
    summary: 'Change when a campaign goes out, to whom, and how',
  },
});
