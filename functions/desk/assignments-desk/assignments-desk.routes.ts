/** The pages of hours and territories. */
import type { Html } from '../../../shared/pages/html.ts';
import { type Staff, StaffEntry } from '../../people/staff/staff.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  type Reader,
  untouched,
  type Visit,
  valueIn,
} from '../desk/index.ts';
import { assignmentsDeskContract } from './assignments-desk.contract.ts';
import { type FormView, hoursFormPage, territoriesFormPage } from './assignments-desk.page.ts';
import { readHours, readTerritories, withoutEmptyRows } from './assignments-desk.rules.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const assignmentsDeskPages = deskPages(assignmentsDeskContract, () => ({
  showHoursForm: (visit) => showForm(visit, hoursFormPage),

  sendHours: async ({ params, body, ...visit }) => {
    const staff = await readStaff(visit, params.staffId);
    const businessHours = readHours(body, staff.businessHours);
    try {
      await saveHours(visit, staff, businessHours, versionIn(body));
    } catch (error) {
      return showForm({ ...visit, params }, hoursFormPage, filledIn(body, error, visit));
    }
    return goTo(`${pathOf(params)}?saved=1`);
  },

  showTerritoriesForm: (visit) => showForm(visit, territoriesFormPage),

  sendTerritories: async ({ params, body: sent, ...visit }) => {
    const body = withoutEmptyRows(sent);
    const staff = await readStaff(visit, params.staffId);
    try {
      await save(visit, staff, { territories: readTerritories(body) }, versionIn(body));
    } catch (error) {
      return showForm({ ...visit, params }, territoriesFormPage, filledIn(body, error, visit));
    }
    return goTo(`${pathOf(params)}?saved=1`);
  },
}));

const pathOf = ({ staffId }: { staffId: string }) => `/desk/staff/${encodeURIComponent(staffId)}`;

/** The version that stood in the form, so that nobody saves over what was changed since. */
const versionIn = (form: DeskForm) => Number(valueIn(form, 'version')) || '*';

async function readStaff({ api }: Pick<Visit, 'api'>, staffId: string): Promise<Staff> {
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

/** Whoever may not change staff says it of themselves. */
async function saveHours(visit: Visit, staff: Staff, hours: object | undefined, ifMatch: number | '*') {
  if (visit.reader.permissions['people.write'] !== undefined)
    return save(visit, staff, { businessHours: hours }, ifMatch);
  if (staff.id !== visit.reader.staffId) return save(visit, staff, {}, ifMatch);
  return visit.api.staff.putOwnHours({ body: { businessHours: hours ?? null } as Typed }, { ifMatch });
}

/** What is not said stays as it is. */
function save({ api }: Visit, staff: Staff, said: object, ifMatch: number | '*') {
  const body = { ...StaffEntry.strip().parse(staff), ...said } as Typed;
  return api.staff.putStaff({ params: { staffId: staff.id }, body }, { ifMatch });
}
