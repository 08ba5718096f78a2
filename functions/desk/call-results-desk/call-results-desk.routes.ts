/** What calls come to, at the desk. */
import { dayAfter } from '../../../shared/time/days.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import { deskPages, type Filled, filledIn, listStaff, untouched, type Visit } from '../desk/index.ts';
import { callResultsDeskContract } from './call-results-desk.contract.ts';
import { callResultsPage } from './call-results-desk.page.ts';
import type { CallsFilter } from './call-results-desk.schema.ts';
import { texts } from './call-results-desk.texts.ts';

/** What the API takes of a form is for it to say: what was chosen goes there as it is. */
type Chosen = never;

/** So many days are shown where nobody says which. */
const usualDays = 30;

export const callResultsDeskPages = deskPages(
  callResultsDeskContract,
  () => ({
    showCallResults: async ({ query: sent, ...visit }) => {
      const { api, at, show, reader } = visit;
      const today = at.slice(0, 'yyyy-mm-dd'.length);
      const chosen = Object.entries(sent).filter(([, value]) => value !== undefined && value !== '');
      const filter: CallsFilter = {
        ...{ from: dayAfter(today, 1 - usualDays), to: today, by: 'owner' },
        ...Object.fromEntries(chosen),
      };
      const [{ results, filled }, everybody, { body: teams }] = await Promise.all([
        readResults(visit, filter),
        listStaff(api),
        api.teams.listTeams({ query: { limit: 100 } }),
      ]);
      const seesAll = reader.permissions['callbacks.read'] === 'all';
      const view = { results, filter, everybody, teams: teams.items, filled };
      const main = callResultsPage(view, { ...reader, seesAll });
      return show({ title: texts[reader.language].title, part: 'home', main }, filled.status);
    },
  }),
  { showCallResults: callbacksContract.routes.getCallResults },
);

async function readResults(visit: Visit, filter: CallsFilter) {
  try {
    const { body: results } = await visit.api.callbacks.getCallResults({ query: filter as Chosen });
    return { results, filled: untouched };
  } catch (error) {
    const form = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value ?? '']));
    const filled: Filled = filledIn(form, error, visit);
    return { results: undefined, filled };
  }
}
