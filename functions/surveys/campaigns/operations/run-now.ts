import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { fires, hasEnded, shownStatus } from '../campaigns.rules.ts';
import { runId, type StartedRun } from '../campaigns.schema.ts';
import type { CampaignsStore } from '../campaigns.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'get' | 'findAsked' | 'askForRun'>;
  readonly origin: EventContext;
}

/** Whoever presses twice, or beside a colleague, means one run: the figures of a wave are those of one. */
const secondsBetween = 60;

/** Has a campaign run at this moment, whatever its schedule says; what was asked lately is skipped as ever. */
export async function runNow(id: string, { campaigns, origin }: Context): Promise<Change<StartedRun>> {
  const campaign = await campaigns.get(id);
  if (!fires(campaign))
    throw new AppError('not-allowed-now', `The campaign is ${shownStatus(campaign)}: it does not run.`);
  if (campaign.schedule === undefined)
    throw new AppError('not-allowed-now', 'A triggered campaign asks nobody to whom nothing has happened.');
  if (hasEnded(campaign, origin.at))
    throw new AppError('not-allowed-now', 'The campaign has reached its end. Give it another one first.');
  const asked = await campaigns.findAsked(id);
  if (asked !== undefined && origin.at < instantAfter(asked.at, { seconds: secondsBetween }))
    throw new AppError(
      'not-allowed-now',
      `It was asked to run at ${asked.at} already: look what comes of that run before another one, a minute later at the earliest.`,
    );
  const result = {
    runId: derivedId(runId, origin.at, id),
    campaignId: id,
    scheduledTime: origin.at,
  };
  return { result, writes: campaigns.askForRun(campaign, asked, origin) };
}
