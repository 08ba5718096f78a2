/** The pages about staff and teams. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ApiError } from '../../../shared/contract/client.ts';
import type { Language } from '../../../shared/values/language.ts';
import { handoversContract } from '../../people/handovers/handovers.contract.ts';
import { staffContract } from '../../people/staff/staff.contract.ts';
import { type Staff, StaffEntry } from '../../people/staff/staff.schema.ts';
import { teamsContract } from '../../people/teams/teams.contract.ts';
import { NewTeam, type Team } from '../../people/teams/teams.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  mayCall,
  namesOf,
  numberFrom,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  valuesIn,
  versionIn,
} from '../desk/index.ts';
import { peopleDeskContract } from './people-desk.contract.ts';
import {
  type PersonView,
  staffFormPage,
  staffListPage,
  staffPage,
  type TeamFormView,
  teamEndPage,
  teamFormPage,
  teamListPage,
  teamPage,
} from './people-desk.page.ts';
import { texts } from './people-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const peopleDeskPages = deskPages(
  peopleDeskContract,
  () => ({
    showStaffList: async ({ api, query, show, ...visit }) => {
      const [{ body }, everybody] = await Promise.all([
        api.staff.listStaff({ query: { ...query, limit: 50 } }),
        listStaff(api),
      ]);
      const { at } = visit;
      const reader = readerOf(visit);
      const main = staffListPage({ ...body, names: namesOf(everybody), at }, reader);
      return show({ title: texts[reader.language].staff, part: 'staff', main });
    },

    showStaff: ({ params, ...visit }) => showPerson(visit, params.staffId),

    sendAbsence: async ({ params, body, ...visit }) => {
      const { api } = visit;
      const entry = {
        from: valueIn(body, 'from'),
        until: valueIn(body, 'until'),
        deputy: valueIn(body, 'deputy') || null,
        ...(valueIn(body, 'note') === '' ? {} : { note: valueIn(body, 'note') }),
      };
      try {
        await api.staff.planAbsence(
          { params, body: entry as Typed },
          { idempotencyKey: valueIn(body, 'key') },
        );
      } catch (error) {
        return showPerson(visit, params.staffId, { absence: filledIn(body, error, visit) });
      }
      return goTo(`${pathOf(params)}?saved=1`);
    },

    leaveAbsences: async ({ params }) => goTo(pathOf(params)),
    leaveEndOfAbsence: async ({ params }) => goTo(pathOf(params)),

    sendEndOfAbsence: async ({ api, params }) => {
      try {
        await api.staff.endAbsence({ params });
      } catch (error) {
        // The button was pressed twice, or somebody else was faster.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
      return goTo(`${pathOf(params)}?saved=1`);
    },

    showStaffForm: async ({ api, params, show, reader }) => {
      const { body: staff } = await api.staff.getStaff({ params });
      const main = staffFormPage({ staff, filled: untouched }, reader);
      return show({ title: texts[reader.language].edit(staff.name), part: 'staff', main });
    },

    sendStaff: async ({ api, params, body, show, reader }) => {
      const { body: staff } = await api.staff.getStaff({ params });
      const words = texts[reader.language];
      const showAgain = (filled: Filled) => {
        const main = staffFormPage({ staff, filled }, reader);
        return show({ title: words.edit(staff.name), part: 'staff', main }, filled.status);
      };
      try {
        const ifMatch = versionIn(body);
        const sent = entryFrom(staff, body);
        await api.staff.putStaff({ params, body: sent as Typed }, { ifMatch }).catch((error: unknown) =>
          unlessRepeated(error, {
            ...{ sent, schema: StaffEntry.strip() },
            read: async () => (await api.staff.getStaff({ params })).body,
          }),
        );
      } catch (error) {
        return showAgain(filledIn(body, error, { reader }));
      }
      return goTo(`${pathOf(params)}?saved=1`);
    },

    showTeamList: async ({ api, query, show, ...visit }) => {
      const { body } = await api.teams.listTeams({ query: { ...query, limit: 50 } });
      const reader = readerOf(visit);
      const main = teamListPage({ ...body, isSaved: isSaved(visit.address) }, reader);
      return show({ title: texts[reader.language].teams, part: 'teams', main });
    },

    showNewTeamForm: (visit) => showTeamForm(visit, { filled: untouched }),

    sendNewTeam: async ({ body, ...visit }) => {
      try {
        const entry = teamFrom(body) as Typed;
        const options = { idempotencyKey: valueIn(body, 'key') };
        const { body: team } = await visit.api.teams.createTeam({ body: entry }, options);
        return goTo(`/desk/teams/${(team as Team).id}?saved=1`);
      } catch (error) {
        return showTeamForm(visit, { filled: filledIn(body, error, visit) });
      }
    },

    showTeam: async ({ api, params, show, ...visit }) => {
      const [{ body: team }, everybody] = await Promise.all([api.teams.getTeam({ params }), listStaff(api)]);
      const view = { team, people: everybody, at: visit.at, isSaved: isSaved(visit.address) };
      const main = teamPage(view, readerOf(visit));
      return show({ title: team.name, part: 'teams', main });
    },

    showTeamForm: async ({ params, ...visit }) => {
      const { body: team } = await visit.api.teams.getTeam({ params });
      return showTeamForm(visit, { team, filled: untouched });
    },

    sendTeam: async ({ params, body, ...visit }) => {
      const { api } = visit;
      try {
        const ifMatch = versionIn(body);
        const sent = teamFrom(body);
        await api.teams.patchTeam({ params, body: sent as Typed }, { ifMatch }).catch((error: unknown) =>
          unlessRepeated(error, {
            ...{ sent, schema: teamFields },
            read: async () => (await api.teams.getTeam({ params })).body,
          }),
        );
      } catch (error) {
        const { body: team } = await api.teams.getTeam({ params });
        return showTeamForm(visit, { team, filled: filledIn(body, error, visit) });
      }
      return goTo(`/desk/teams/${params.teamId}?saved=1`);
    },

    showTeamEnd: async ({ params, ...visit }) => {
      const { body: team } = await visit.api.teams.getTeam({ params });
      return showTeamEnd(visit, team, untouched);
    },

    sendTeamEnd: async ({ params, body, ...visit }) => {
      const { api } = visit;
      try {
        await api.teams.deleteTeam({ params }, { ifMatch: versionIn(body) });
      } catch (error) {
        // The button was pressed twice, or somebody else was faster.
        if (error instanceof ApiError && error.status === 404) return goTo('/desk/teams?saved=1');
        const { body: team } = await api.teams.getTeam({ params });
        return showTeamEnd(visit, team, filledIn(body, error, visit));
      }
      return goTo('/desk/teams?saved=1');
    },
  }),
  {
    showStaffForm: staffContract.routes.putStaff,
    showNewTeamForm: teamsContract.routes.createTeam,
    showTeamForm: teamsContract.routes.patchTeam,
    showTeamEnd: teamsContract.routes.deleteTeam,
  },
);

/** What the form of a team says. */
const teamFields = z.object(NewTeam.shape);

const pathOf = ({ staffId }: { staffId: string }) => `/desk/staff/${encodeURIComponent(staffId)}`;

const isSaved = (address: string) => /[?&]saved=1(&|$)/.test(address);

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  const may = {
    editStaff: mayCall(reader, staffContract.routes.putStaff),
    planAbsence: mayCall(reader, staffContract.routes.planAbsence),
    handOver: mayCall(reader, handoversContract.routes.createHandover),
    editTeams: mayCall(reader, teamsContract.routes.patchTeam),
  };
  return { ...reader, may };
}

async function showPerson(
  visit: Visit,
  staffId: string,
  { absence = untouched }: Partial<Pick<PersonView, 'absence'>> = {},
) {
  const { api, show, address } = visit;
  const [{ body: staff }, others] = await Promise.all([
    api.staff.getStaff({ params: { staffId } }),
    listStaff(api),
  ]);
  const view = {
    ...{ staff, others, absence, key: randomUUID() },
    ...{ isSaved: isSaved(address), isMe: staffId === visit.reader.staffId, at: visit.at },
  };
  return show({ title: staff.name, part: 'staff', main: staffPage(view, readerOf(visit)) }, absence.status);
}

async function showTeamForm(
  { api, show, reader, at }: Visit,
  { team, filled }: Pick<TeamFormView, 'filled'> & { readonly team?: Team },
) {
  const everybody = await listStaff(api);
  const belonging = new Set([...(team?.leads ?? []), ...(team?.members ?? [])]);
  const people = everybody.filter(({ id, active }) => active || belonging.has(id));
  const words = texts[reader.language];
  const view = { team, people, names: namesOf(everybody), at, filled, key: randomUUID() };
  const main = teamFormPage(view, reader);
  const title = team === undefined ? words.newTeam : words.edit(team.name);
  return show({ title, part: 'teams', main }, filled.status);
}

function showTeamEnd({ show, reader }: Visit, team: Team, filled: Filled) {
  const title = texts[reader.language].takeApart(team.name);
  return show({ title, part: 'teams', main: teamEndPage(team, filled, reader) }, filled.status);
}

function teamFrom(form: DeskForm) {
  return {
    name: valueIn(form, 'name'),
    leads: valuesIn(form, 'leads'),
    members: valuesIn(form, 'members'),
    shared: valueIn(form, 'shared') === 'true',
  };
}

/** What is known of a member of staff after the form: what it does not show stays as it is. */
function entryFrom(staff: Staff, form: DeskForm) {
  const known = StaffEntry.strip().parse(staff);
  const { callbacks: _, ...otherCapacity } = known.capacity;
  const limit = valueIn(form, 'capacity').trim();
  return {
    ...known,
    name: valueIn(form, 'name'),
    email: valueIn(form, 'email'),
    language: valueIn(form, 'language') as Language,
    timeZone: valueIn(form, 'timeZone'),
    skills: valueIn(form, 'skills')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    spokenLanguages: valuesIn(form, 'spokenLanguages'),
    capacity: limit === '' ? otherCapacity : { ...otherCapacity, callbacks: numberFrom(limit) },
    active: valueIn(form, 'active') === 'true',
    takesWork: valueIn(form, 'takesWork') === 'true',
  };
}
