import type { EventContext } from '../../../../shared/events/event.ts';
import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignsStore } from '../campaigns.store.ts';
import { heldBy, surroundingsOf } from './next-version.ts';

interface Context {
  readonly table: Pick<Table, 'commit'>;
  readonly campaigns: Pick<CampaignsStore, 'find' | 'change'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly lists: Pick<ListReader, 'isThere'>;
  readonly origin: EventContext;
}

interface ManyContext extends Context {
  readonly campaigns: Context['campaigns'] & Pick<CampaignsStore, 'listAll' | 'findMany'>;
}

/** Holds the campaigns of a survey that is closed, and lets them go when it is opened again. */
export async function followSurvey(surveyId: string, context: ManyContext): Promise<void> {
  for await (const { id } of context.campaigns.listAll({ surveyId })) await followSurroundings(id, context);
}

/** Holds the campaigns that ask whoever is in a list which was deleted. There are few: each is read. */
export async function followList(listId: string, context: ManyContext): Promise<void> {
  const ids: string[] = [];
  for await (const { id } of context.campaigns.listAll()) ids.push(id);
  for (const { id, audience } of await context.campaigns.findMany(ids))
    if (audience.kind === 'list' && audience.listId === listId) await followSurroundings(id, context);
}

/** Holds a campaign, or lets it go, as its survey and its list are now. Its schedule follows by the event. */
export async function followSurroundings(
  campaignId: string,
  { table, campaigns, surveys, lists, origin }: Context,
): Promise<void> {
  await commitWithRetry(table, async () => {
    const before = await campaigns.find(campaignId);
    if (before === undefined) return { result: undefined, writes: [] };
    const surroundings = await surroundingsOf(before, { surveys, lists });
    const after = heldBy(surroundings, before, origin.at);
    return { result: undefined, writes: campaigns.change(before, after, origin) };
  });
}
