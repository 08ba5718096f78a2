/** The open work of whoever is signed in. */
import { ApiError } from '../../../shared/contract/client.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { CallbackRow } from '../../callbacks/callbacks/callbacks.schema.ts';
import {
  type DeskApi,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  returnPath,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { callbacksDeskContract } from './callbacks-desk.contract.ts';
import {
  givingPage,
  nothingOpen,
  teamWorkPage,
  type Waiting,
  type Work,
  type WorkReader,
  workPage,
  workTitle,
} from './callbacks-desk.page.ts';
import { texts } from './callbacks-desk.texts.ts';

export const callbacksDeskPages = deskPages(callbacksDeskContract, () => ({
  showHome: async (visit) => {
    const { api, at, show } = visit;
    const reader = readerOf(visit);
    if (reader.permissions['callbacks.read'] === undefined)
      return show({ title: workTitle(reader.language), part: 'home', main: nothingOpen(reader) });
    const work = { ...(await readWork(api, reader, at)), isGiven: isGiven(visit) };
    return show({ title: workTitle(reader.language), part: 'home', main: workPage(work, reader, at) });
  },

  showTeamWork: async ({ params, ...visit }) => {
    const { api, at, show } = visit;
    const [{ body: team }, queue, held, names] = await Promise.all([
      api.teams.getTeam({ params }),
      readWaiting(api, { team: params.teamId, owner: 'none' }),
      readHeld(api, params.teamId),
      readNames(api),
    ]);
    const reader = readerOf(visit);
    const main = teamWorkPage({ team, queue, held, names, isGiven: isGiven(visit) }, reader, at);
    return show({ title: texts[reader.language].workOf(team.name), part: 'teams', main });
  },

  showGiving: ({ params, ...visit }) => showGiving(visit, params.callbackId, visit.before, untouched),

  sendGiving: async ({ params, body, ...visit }) => {
    const back = returnPath(valueIn(body, 'back'));
    try {
      const ifMatch = Number(valueIn(body, 'version')) || '*';
      const owner = valueIn(body, 'owner') || null;
      await visit.api.callbacks.patchCallback({ params, body: { owner } }, { ifMatch });
    } catch (error) {
      return showGiving(visit, params.callbackId, back, filledIn(body, error, visit));
    }
    return goTo(`${back.split('?')[0]}?given=1`);
  },
}));

const isGiven = ({ address }: Visit) => /[?&]given=1(&|$)/.test(address);

function readerOf({ reader }: Pick<Visit, 'reader'>): WorkReader & Visit['reader'] {
  return { ...reader, mayGive: reader.permissions['callbacks.write'] !== undefined };
}

async function readNames(api: DeskApi): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStaff(api)).map(({ id, name }) => [id, name]));
}

/** What the people of a team have to do; undefined for whoever does not see it. */
async function readHeld(api: DeskApi, team: string): Promise<Waiting | undefined> {
  try {
    return await readWaiting(api, { team }, teamPages);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

async function showGiving(visit: Visit, callbackId: string, back: string, filled: Filled) {
  const { api, show } = visit;
  const [{ body: callback }, everybody] = await Promise.all([
    api.callbacks.getCallback({ params: { callbackId } }),
    listStaff(api),
  ]);
  const names = new Map(everybody.map(({ id, name }) => [id, name]));
  const people = everybody.filter(({ active }) => active);
  const reader = readerOf(visit);
  const main = givingPage({ callback, people, names, back, filled }, reader);
  const title = texts[reader.language].giveCall(callback.customerName);
  return show({ title, part: 'home', main }, filled.status);
}

async function readWork(api: DeskApi, reader: Visit['reader'], at: Instant): Promise<Omit<Work, 'isGiven'>> {
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
  whose: { readonly owner?: string; readonly team?: string },
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
  const led = teams.items.filter(({ leads }) => leads.includes(staffId));
  if (led.length === 0) return undefined;
  const [waiting, names] = await Promise.all([readWaiting(api, { team: 'me' }, teamPages), readNames(api)]);
  return { ...waiting, names, led };
}
