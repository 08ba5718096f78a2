/** The closed loop at the desk: which answers are followed up, and what has come of each that was. */
import { closedLoopContract } from '../../callbacks/closed-loop/closed-loop.contract.ts';
import { deskPages, filledIn, listStaff, unlessRefused, untouched, type Visit } from '../desk/index.ts';
import { filledFields } from '../results-desk/index.ts';
import { closedLoopDeskContract } from './closed-loop-desk.contract.ts';
import { closedLoopPage } from './closed-loop-desk.page.ts';
import { monthsOf, surveysAsking } from './closed-loop-desk.rules.ts';
import type { LoopsFilter } from './closed-loop-desk.schema.ts';
import { texts } from './closed-loop-desk.texts.ts';

/** What the API takes of a form is for it to say: what was chosen goes there as it is. */
type Chosen = never;

export const closedLoopDeskPages = deskPages(
  closedLoopDeskContract,
  () => ({
    showClosedLoop: async ({ query, ...visit }) => {
      const { api, at, show, reader } = visit;
      const { cursor, ...sent } = filledFields(query);
      const filter = { by: 'rule', ...sent, ...monthsOf(sent, at) };
      const [{ body: rules }, { found, filled }, surveys, people, teams, topics] = await Promise.all([
        api.closedLoop.getLoopRules(),
        readLoops(visit, filter, cursor),
        api.surveys.listSurveys({ query: { limit: 100 } }),
        listStaff(api),
        api.teams.listTeams({ query: { limit: 100 } }),
        api.texts.getTextTopics(),
      ]);
      const asking = await Promise.all(
        surveysAsking(rules.rules, surveys.body.items).map((surveyId) =>
          unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]),
        ),
      );
      const named = {
        asking: asking.flatMap((survey) => survey ?? []),
        surveys: surveys.body.items,
        people,
        teams: teams.body.items,
      };
      const view = { ...named, topics: topics.body.topics, rules: rules.rules, found, filter, filled };
      const main = closedLoopPage(view, reader);
      return show({ title: texts[reader.language].title, part: 'surveys', main }, filled.status);
    },
  }),
  { showClosedLoop: closedLoopContract.routes.listLoops },
);

/** So many pages without anything for the reader are passed over: months without loops, or loops of others. */
const passedOver = 5;

/** The first page of a list with anything on it. */
async function firstFilled<
  Page extends { readonly items: readonly unknown[]; readonly cursor: string | null },
>(read: (cursor?: string) => Promise<Page>): Promise<Page> {
  let page = await read();
  for (let count = 0; count < passedOver && page.items.length === 0 && page.cursor !== null; count += 1)
    page = await read(page.cursor);
  return page;
}

/** So many loops stand on a page. */
const shownLoops = 25;

/** The figures and the list, of the same loops. */
async function readLoops(visit: Visit, { by, ...narrowing }: LoopsFilter, cursor: string | undefined) {
  const { closedLoop } = visit.api;
  try {
    const [{ body: results }, loops] = await Promise.all([
      closedLoop.getLoopResults({ query: { by, ...narrowing } as Chosen }),
      firstFilled(async (from = cursor) => {
        const query = { ...narrowing, cursor: from, limit: shownLoops };
        return (await closedLoop.listLoops({ query: query as Chosen })).body;
      }),
    ]);
    return { found: { results, loops }, filled: untouched };
  } catch (error) {
    const form = { by, ...narrowing } as Readonly<Record<string, string>>;
    return { found: undefined, filled: filledIn(form, error, visit) };
  }
}
