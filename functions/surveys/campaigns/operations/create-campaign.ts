import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { type Campaign, campaignId, type NewCampaign } from '../campaigns.schema.ts';
import type { CampaignsStore } from '../campaigns.store.ts';
import {
  type AudienceChecks,
  assertAudience,
  assertInTime,
  assertNotTooOften,
  assertReminds,
  assertSends,
  assertTrigger,
  assertWindow,
} from './assert-campaign.ts';
import { asCampaign, type Reader } from './show-campaign.ts';

interface Context extends AudienceChecks {
  readonly campaigns: Pick<CampaignsStore, 'create' | 'findActive'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  /** The least hours between two runs. */
  readonly leastHours: number;
  /** Whether texts can be sent. */
  readonly sendsTexts: boolean;
  readonly reader: Reader;
  readonly origin: EventContext;
}

type Checks = Omit<Context, 'campaigns' | 'reader'>;

/** Refuses a campaign that could not run or would reach nobody, and names the field. */
export async function assertCampaign(input: NewCampaign, context: Checks): Promise<void> {
  const { surveys, leastHours, sendsTexts, origin } = context;
  const survey = await surveys.find(input.surveyId);
  if (survey === undefined) {
    throw new AppError('invalid-request', 'There is no such survey.', {
      violations: [{ pointer: '/body/surveyId', reason: 'No survey has this id.' }],
    });
  }
  if (survey.status !== 'open') {
    throw new AppError(
      'not-allowed-now',
      `The survey is ${survey.status}. Open it first: change its status to open.`,
    );
  }
  assertReminds(input);
  assertSends(input.channel, sendsTexts);
  assertTrigger(input);
  if (input.schedule !== undefined) {
    assertInTime(input.schedule, origin.at);
    assertNotTooOften(input.schedule, origin.at, leastHours);
  }
  assertWindow({ ...input, scheduledSince: origin.at }, origin.at);
  await assertAudience(input.audience, origin.at, context);
}

/** Creates a campaign; its event makes the schedule. */
export async function createCampaign(input: NewCampaign, context: Context): Promise<Change<Campaign>> {
  const { campaigns, reader, origin } = context;
  await assertCampaign(input, context);
  const campaign: CampaignRecord = {
    ...input,
    id: newId(campaignId),
    version: 1,
    status: 'active',
    schedulingState: 'scheduling',
    scheduleVersion: 1,
    scheduledSince: origin.at,
    activeSince: origin.at,
    createdAt: origin.at,
    updatedAt: origin.at,
  };
  const others = await campaigns.findActive();
  const result = asCampaign(campaign, origin.at, { ...reader, others });
  return { result, writes: campaigns.create(campaign, origin) };
}
