/** The open work of whoever is signed in. */
import { type DeskApi, deskPages, type Visit } from '../desk/index.ts';
import { callbacksDeskContract } from './callbacks-desk.contract.ts';
import { nothingOpen, type Waiting, type Work, workPage, workTitle } from './callbacks-desk.page.ts';

export const callbacksDeskPages = deskPages(callbacksDeskContract, () => ({
  showHome: async ({ api, reader, at, show }) => {
    const isOpen = reader.permissions['callbacks.read'] !== undefined;
    const main = isOpen ? workPage(await readWork(api, reader), reader, at) : nothingOpen(reader);
    return show({ title: workTitle(reader.language), part: 'home', main });
  },
}));

async function readWork(api: DeskApi, reader: Visit['reader']): Promise<Work> {
  const [mine, unassigned, teams] = await Promise.all([
    readWaiting(api, { owner: 'me' }),
    readWaiting(api, { owner: 'none' }),
    readTeams(api, reader),
  ]);
  return { mine, unassigned, teams };
}

/** More than one page of a list is not looked through here. */
async function readWaiting(api: DeskApi, whose: { owner: string } | { team: 'me' }): Promise<Waiting> {
  const { body } = await api.callbacks.listCallbacks({ query: { ...whose, limit: 100 } });
  return { rows: body.items, hasMore: body.cursor !== null };
}

/** Only those who answer for others are shown what these have to do. */
async function readTeams(api: DeskApi, { staffId }: Visit['reader']): Promise<Work['teams']> {
  const { body: teams } = await api.teams.listTeams({ query: { member: 'me' } });
  if (!teams.items.some(({ leads }) => leads.includes(staffId))) return undefined;
  const [waiting, { body: staff }] = await Promise.all([
    readWaiting(api, { team: 'me' }),
    api.staff.listStaff({ query: { limit: 100 } }),
  ]);
  return { ...waiting, names: new Map(staff.items.map(({ id, name }) => [id, name])) };
}
