/** What the campaigns domain is: what it keeps, and what it listens to. */

import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { listDeleted } from '../../customers/lists/lists.events.ts';
import * as triggers from '../../triggers.ts';
import { surveyChanged } from '../surveys/surveys.events.ts';
import {
  campaignCreated,
  campaignDeleted,
  campaignRescheduled,
  campaignRunRequested,
  triggeredOverdue,
} from './campaigns.events.ts';
import {
  campaignItem,
  campaignsList,
  campaignsTriggeredBy,
  runAskedItem,
  runItem,
  runShardItem,
  runsOfCampaign,
  triggeredItem,
  waitingForCampaign,
} from './campaigns.items.ts';
import { campaignId, runId } from './campaigns.schema.ts';

/** The schedule follows the campaign; to a function of its own, for it may manage schedules. */
export const campaignsScheduling = subscription(
  'campaigns-scheduling',
  [campaignCreated, campaignRescheduled, campaignDeleted],
  { queue: 'campaigns-scheduling' },
);

/** A campaign is held while its survey is closed, or the list of its audience is gone. */
export const campaignsHolding = subscription('campaigns-holding', [surveyChanged, listDeleted], {
  queue: 'campaigns-scheduling',
});

/** A run that a person asks for. */
export const campaignsRunning = subscription('campaigns-running', [campaignRunRequested], {
  queue: 'campaigns-runs',
});

/** What may have a campaign ask somebody, and what has become due of it. */
export const campaignsTriggered = subscription(
  'campaigns-triggered',
  Object.values(triggers).flatMap(({ event, correctedBy = event }) => [...new Set([event, correctedBy])]),
  { queue: 'campaigns-runs' },
);
export const campaignsAsking = subscription('campaigns-asking', [triggeredOverdue], {
  queue: 'campaigns-runs',
});

export const campaignsDomain = domain('campaigns', {
  area: 'surveys',
  ids: [campaignId, runId],
  items: [campaignItem, runItem, runShardItem, runAskedItem, triggeredItem],
  patterns: [runsOfCampaign, campaignsTriggeredBy, waitingForCampaign],
  lists: [campaignsList],
  subscriptions: [
    campaignsScheduling,
    campaignsHolding,
    campaignsRunning,
    campaignsTriggered,
    campaignsAsking,
  ],
  due: [triggeredOverdue],
});
