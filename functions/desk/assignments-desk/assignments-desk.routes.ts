/** The pages of hours and territories. */
import type { Html } from '../../../shared/pages/html.ts';
import { assignmentsContract } from '../../people/assignments/assignments.contract.ts';
import { staffContract } from '../../people/staff/staff.contract.ts';
import { OwnHours, type ShownStaff, type Staff, StaffEntry } from '../../people/staff/staff.schema.ts';
import type { TeamSummary } from '../../people/teams/teams.schema.ts';
import {
  common,
  type DeskApi,
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  mayCall,
  type Reader,
  unlessRepeated,
  untouched,
  type Visit,
  versionIn,
} from '../desk/index.ts';
import { assignmentsDeskContract } from './assignments-desk.contract.ts';
import { type FormView, hoursFormPage, rulesPage, territoriesFormPage } from './assignments-desk.page.ts';
import {
  daysOffField,
  readHours,
  readTerritories,
  withEmptyRowsLast,
  withoutHours,
} from './assignments-desk.rules.ts';
import { texts } from './assignments-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const assignmentsDeskPages = deskPages(
  assignmentsDeskContract,
  () => ({
    showRules: async ({ api, show, reader }) => {
      const [{ body }, teams] = await Promise.all([
        api.assignments.getAssignmentRules({ params: { kind: 'callbacks' } }),
        listTeams(api),
      ]);
      const title = common[reader.language].rules;
      const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
      const mayChange = mayCall(reader, assignmentsContract.routes.putAssignmentRules);
      return show({ title, part: 'teams', main: rulesPage({ ...body, teamNames, mayChange }, reader) });
    },

    showHoursForm: (visit) => showForm(visit, hoursFormPage),

    sendHours: async ({ params, body, ...visit }) => {
      const staff = await readStaff(visit, params.staffId);
      const lost = withoutHours(body, staff);
      if (lost.length > 0)
        return showForm({ ...visit, params }, hoursFormPage, refusedHours(body, lost, visit.reader));
      const businessHours = readHours(body, staff);
      try {
        await saveHours(visit, staff, businessHours, versionIn(body));
      } catch (error) {
        return showForm({ ...visit, params }, hoursFormPage, filledIn(body, error, visit));
      }
      return goTo(`${pathOf(params)}?saved=1`);
    },

    showTerritoriesForm: (visit) => showForm(visit, territoriesFormPage),

    sendTerritories: async ({ params, body: sent, ...visit }) => {
      const body = withEmptyRowsLast(sent);
      const staff = await readStaff(visit, params.staffId);
      try {
        await save(visit, staff, { territories: readTerritories(body) }, versionIn(body));
      } catch (error) {
        return showForm({ ...visit, params }, territoriesFormPage, filledIn(body, error, visit));
      }
      return goTo(`${pathOf(params)}?saved=1`);
    },
  }),
  {
    showHoursForm: ({ params, reader }) => hoursRoute(params.staffId, reader),
    showTerritoriesForm: staffContract.routes.putStaff,
  },
);

const { putStaff, putOwnHours } = staffContract.routes;

/** Whoever may not change staff says of themselves when they work. */
function hoursRoute(staffId: string, reader: Visit['reader']): typeof putStaff | typeof putOwnHours {
  return staffId === reader.staffId && !mayCall(reader, putStaff) ? putOwnHours : putStaff;
}

/** The form as it was sent, with the reason at each field that says something without hours. */
function refusedHours(form: DeskForm, fields: readonly string[], { language }: Visit['reader']): Filled {
  const { noHours, daysOffAlone, statutoryAlone } = texts[language];
  const errors = fields.map((name) => ({
    pointer: `/body/${name.replaceAll('.', '/')}`,
    reason: name === daysOffField ? daysOffAlone : statutoryAlone,
  }));
  return fillForm(form, { status: 400, detail: noHours, errors });
}

const pathOf = ({ staffId }: { staffId: string }) => `/desk/staff/${encodeURIComponent(staffId)}`;

/** The version that stood in the form, so that nobody saves over what was changed since. */

/** Every team; a department has some dozens at most. */
async function listTeams(api: Pick<DeskApi, 'teams'>): Promise<readonly TeamSummary[]> {
  const { body } = await api.teams.listTeams({ query: { limit: 100 } });
  return body.items;
}

async function readStaff({ api }: Pick<Visit, 'api'>, staffId: string): Promise<ShownStaff> {
  return (await api.staff.getStaff({ params: { staffId } })).body;
}

async function showForm(
  visit: Visit & { readonly params: { readonly staffId: string } },
  page: (view: FormView, reader: Reader) => Html,
  filled: Filled = untouched,
) {
  const staff = await readStaff(visit, visit.params.staffId);
  return visit.show(
    { title: staff.name, part: 'staff', main: page({ staff, filled }, visit.reader) },
    filled.status,
  );
}

async function saveHours(
  visit: Visit,
  staff: Staff,
  hours: object | undefined,
  ifMatch: number | '*',
): Promise<void> {
  if (hoursRoute(staff.id, visit.reader) === putStaff)
    return save(visit, staff, { businessHours: hours }, ifMatch);
  const sent = { businessHours: hours ?? null };
  await visit.api.staff.putOwnHours({ body: sent as Typed }, { ifMatch }).catch((error: unknown) =>
    unlessRepeated(error, {
      ...{ sent, schema: OwnHours.strip() },
      read: async () => ({ businessHours: (await readStaff(visit, staff.id)).businessHours ?? null }),
    }),
  );
}

/** What is not said stays as it is. */
async function save(visit: Visit, staff: Staff, said: object, ifMatch: number | '*'): Promise<void> {
  const sent = { ...StaffEntry.strip().parse(staff), ...said };
  const input = { params: { staffId: staff.id }, body: sent as Typed };
  await visit.api.staff.putStaff(input, { ifMatch }).catch((error: unknown) =>
    unlessRepeated(error, {
      ...{ sent, schema: StaffEntry.strip() },
      read: () => readStaff(visit, staff.id),
    }),
  );
}
