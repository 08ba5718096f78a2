/** The open work of whoever is signed in. */
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { CallbackRow } from '../../callbacks/callbacks/callbacks.schema.ts';
import { type DeskApi, deskPages, type Visit } from '../desk/index.ts';
import { callbacksDeskContract } from './callbacks-desk.contract.ts';
import { nothingOpen, type Waiting, type Work, workPage, workTitle } from './callbacks-desk.page.ts';

export const callbacksDeskPages = deskPages(callbacksDeskContract, () => ({
  showHome: async ({ api, reader, at, show }) => {
    const isOpen = reader.permissions['callbacks.read'] !== undefined;
    const main = isOpen ? workPage(await readWork(api, reader, at), reader, at) : nothingOpen(reader);
    return show({ title: workTitle(reader.language), part: 'home', main });
  },
}));

async function readWork(api: DeskApi, reader: Visit['reader'], at: Instant): Promise<Work> {
  const [mine, unassigned, standIns, teams] = await Promise.all([
    readWaiting(api, { owner: 'me' }),
    readWaiting(api, { owner: 'none' }),
    readStandIns(api, at),
    readTeams(api, reader),
  ]);
  return { mine, unassigned, standIns, teams };
}

/** @param pages so many of the list are looked through at most, a hundred rows each */
async function readWaiting(
  api: DeskApi,
  whose: { owner: string } | { team: 'me' },
  pages = 1,
): Promise<Waiting> {
  const rows: CallbackRow[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages && (page === 0 || cursor !== undefined); page += 1) {
    const { body } = await api.callbacks.listCallbacks({ query: { ...whose, limit: 100, cursor } });
    rows.push(...body.items);
    cursor = body.cursor ?? undefined;
  }
  return { rows, hasMore: cursor !== undefined };
}

/** What waits for colleagues who are away today, by their own calendar. */
async function readStandIns(api: DeskApi, at: Instant): Promise<Work['standIns']> {
  const { body: me } = await api.staff.getMe();
  const lists = (me.staff?.standsInFor ?? []).map(async ({ staffId, from, until }) => {
    const { body: absent } = await api.staff.getStaff({ params: { staffId } });
    const today = wallTimeAt(at, absent.timeZone).slice(0, 10);
    if (today < from || until < today) return [];
    return [{ ...(await readWaiting(api, { owner: staffId })), name: absent.name }];
  });
  return (await Promise.all(lists)).flat();
}

/** A lead sees whose work piles up, so everybody has to be in it. */
const teamPages = 5;

/** Only those who answer for others are shown what these have to do. */
async function readTeams(api: DeskApi, { staffId }: Visit['reader']): Promise<Work['teams']> {
  const { body: teams } = await api.teams.listTeams({ query: { member: 'me' } });
  if (!teams.items.some(({ leads }) => leads.includes(staffId))) return undefined;
  const [waiting, { body: staff }] = await Promise.all([
    readWaiting(api, { team: 'me' }, teamPages),
    api.staff.listStaff({ query: { limit: 100 } }),
  ]);
  return { ...waiting, names: new Map(staff.items.map(({ id, name }) => [id, name])) };
}
