import type { EventContext } from '../../../../shared/events/event.ts';
import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignsStore } from '../campaigns.store.ts';
import { heldBy } from './next-version.ts';

interface Context {
  readonly table: Pick<Table, 'commit'>;
  readonly campaigns: Pick<CampaignsStore, 'find' | 'change' | 'listAll'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly origin: EventContext;
}

/** Holds the campaigns of a survey that is closed, and lets them go when it is opened again. */
export async function followSurvey(surveyId: string, context: Context): Promise<void> {
  for await (const { id } of context.campaigns.listAll({ surveyId })) await followOwnSurvey(id, context);
}

/** Holds a campaign, or lets it go, as its survey is now. Its schedule follows by the event. */
export async function followOwnSurvey(
  campaignId: string,
  {
    table,
    campaigns,
    surveys,
    origin,
  }: Omit<Context, 'campaigns'> & {
    readonly campaigns: Pick<CampaignsStore, 'find' | 'change'>;
  },
): Promise<void> {
  await commitWithRetry(table, async () => {
    const before = await campaigns.find(campaignId);
    if (before === undefined) return { result: undefined, writes: [] };
    const after = heldBy(await surveys.find(before.surveyId), before, origin.at);
    return { result: undefined, writes: campaigns.change(before, after, origin) };
  });
}
