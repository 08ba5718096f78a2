/** The open work of whoever is signed in. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import type { Html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import type { CallbackRow, Reassigned } from '../../callbacks/callbacks/callbacks.schema.ts';
import { readGiven } from '../callback-desk/index.ts';
import {
  type DeskApi,
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  filledPage,
  fillForm,
  listStaff,
  mayCall,
  type Names,
  namesOf,
  untouched,
  type Visit,
  valueIn,
  valuesIn,
} from '../desk/index.ts';
import { callbacksDeskContract } from './callbacks-desk.contract.ts';
import {
  type Calls,
  type CallsNarrowing,
  type CallsShown,
  callsPage,
  callsShown,
  callsTitle,
  nothingOpen,
  type TeamWork,
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
    const [known, given] = await Promise.all([readWork(api, reader, at), readGiven(visit)]);
    const work = { ...known, given };
    return show({ title: workTitle(reader.language), part: 'home', main: workPage(work, reader, at) });
  },

  showCalls: async ({ query, ...visit }) => {
    const { api, at, show } = visit;
    const when = callsShown.find((each) => each === query.when) ?? 'today';
    const reader = readerOf(visit);
    if (reader.permissions['callbacks.read'] === undefined)
      return show({ title: callsTitle(undefined, reader.language), part: 'home', main: nothingOpen(reader) });
    const { owner = '', team: askedTeam = '', cursor, when: _, ...narrowing } = query;
    const team = owner === '' && askedTeam !== '' ? askedTeam : undefined;
    const isOwn = team === undefined && (owner === '' || owner === 'me' || owner === reader.staffId);
    const whose = team === undefined ? { owner: isOwn ? 'me' : owner } : { team };
    const [list, everybody, { body: settings }, { body: teams }, ofTeam] = await Promise.all([
      readCalls(api, { when, ...whose, ...narrowing, cursor }),
      listStaff(api),
      api.calling.getCallSettings({}),
      api.teams.listTeams({ query: { limit: 100 } }),
      team === undefined ? undefined : api.teams.getTeam({ params: { teamId: team } }),
    ]);
    const names = namesOf(everybody);
    const of = isOwn
      ? undefined
      : ofTeam === undefined
        ? { id: owner, name: names.get(owner) ?? owner }
        : { id: ofTeam.body.id, name: ofTeam.body.name, kind: 'team' as const };
    const seesAll = reader.permissions['callbacks.read'] === 'all';
    const people = ofTeam
      ? [...ofTeam.body.leads, ...ofTeam.body.members]
      : seesAll
        ? everybody.map(({ id }) => id)
        : [];
    const teamNames: Names = new Map(teams.items.map(({ id, name }) => [id, name]));
    const shown = {
      ...{ when, list, of, narrowing, names, teamNames, people, seesAll, outcomes: settings.outcomes },
      isContinued: cursor !== undefined,
    };
    const main = callsPage(shown, reader, at);
    return show({ title: callsTitle(of, reader.language), part: 'home', main });
  },

  showTeamWork: ({ params, ...visit }) => showTeamWork(visit, params.teamId, {}),

  sendTeamWork: async ({ params, body, ...visit }) => {
    const sent = { callbackIds: [...valuesIn(body, 'callbackIds')], owner: valueIn(body, 'owner') || null };
    if (sent.callbackIds.length === 0)
      return showTeamWork(visit, params.teamId, { filled: noneChosen(body, visit.reader) });
    try {
      const { body: given } = await visit.api.callbacks.reassignCallbacks(
        { body: sent },
        { idempotencyKey: valueIn(body, 'key') },
      );
      return showTeamWork(visit, params.teamId, { note: reassignedNote(given, visit.reader) });
    } catch (error) {
      return showTeamWork(visit, params.teamId, { filled: filledIn(body, error, visit) });
    }
  },
}));

/** The form, with a word at the field in which nothing was ticked. */
function noneChosen(form: DeskForm, { language }: Visit['reader']): Filled {
  const { chooseCalls } = texts[language];
  const errors = [{ pointer: '/body/callbackIds', reason: chooseCalls }];
  return fillForm(form, { status: 400, detail: chooseCalls, errors });
}

async function showTeamWork(
  visit: Visit,
  teamId: string,
  { note, filled = untouched }: Partial<Pick<TeamWork, 'note' | 'filled'>>,
) {
  const { api, at, show } = visit;
  const [{ body: team }, queue, held, everybody, given] = await Promise.all([
    api.teams.getTeam({ params: { teamId } }),
    readWaiting(api, { team: teamId, owner: 'none' }),
    readHeld(api, teamId),
    listStaff(api),
    readGiven(visit),
  ]);
  const reader = readerOf(visit);
  const takers = everybody.filter(({ active, takesWork }) => active && takesWork);
  const about = { team, queue, held, names: namesOf(everybody), given, takers, note, filled };
  const main = teamWorkPage({ ...about, key: randomUUID() }, reader, at);
  return show({ title: texts[reader.language].workOf(team.name), part: 'teams', main }, filled.status);
}

/** How many were given, and how many stay as they were for which reason. */
function reassignedNote({ items }: Reassigned, { language }: Visit['reader']): Html {
  const words = texts[language];
  const given = items.filter(({ result }) => result === 'given').length;
  const refused = Map.groupBy(
    items.flatMap(({ because }) => (because === undefined ? [] : [because])),
    (because) => because,
  );
  const left = [...refused].map(([because, all]) => words.leftBecause(all.length, words.because[because]));
  return infoMessage({ text: [words.givenSeveral(given), ...left].join(' ') });
}

function readerOf({ reader }: Pick<Visit, 'reader'>): WorkReader & Visit['reader'] {
  return { ...reader, mayGive: mayCall(reader, callbacksContract.routes.patchCallback) };
}

async function readNames(api: DeskApi): Promise<Names> {
  return namesOf(await listStaff(api));
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

async function readWork(api: DeskApi, reader: Visit['reader'], at: Instant): Promise<Omit<Work, 'given'>> {
  const [mine, unassigned, standIns, teams] = await Promise.all([
    readWaiting(api, { owner: 'me' }),
    readWaiting(api, { owner: 'none' }),
    readStandIns(api, at),
    readTeams(api, reader),
  ]);
  return { mine, unassigned, standIns, teams };
}

/** What the API takes of an address is for it to say: what stands there goes there as it is. */
type Asked = never;

/** One page of the calls of a person, of a team or of everybody. */
async function readCalls(
  api: DeskApi,
  {
    when,
    cursor,
    ...asked
  }: CallsNarrowing & {
    readonly when: CallsShown;
    readonly owner?: string;
    readonly team?: string;
    readonly cursor: string | undefined;
  },
): Promise<Calls['list']> {
  const byStatus = { open: {}, coming: { status: 'scheduled' }, closed: { status: 'closed' } } as const;
  const narrowed = when === 'open' || when === 'coming' || when === 'closed' ? byStatus[when] : { when };
  const named = Object.entries(asked).filter(([, value]) => value !== undefined && value !== '');
  const query = { ...narrowed, ...Object.fromEntries(named) };
  const page = await filledPage(async (from, limit = 50) => {
    const sent = { ...query, limit, cursor: from };
    return (await api.callbacks.listCallbacks({ query: sent as Asked })).body;
  }, cursor);
  return { rows: page.items, hasMore: page.cursor !== null, cursor: page.cursor };
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
    return [{ ...(await readWaiting(api, { owner: staffId })), id: staffId, name: absent.name }];
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
