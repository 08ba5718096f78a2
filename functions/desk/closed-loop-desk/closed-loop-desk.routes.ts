/** The closed loop at the desk: which answers are followed up, and what has come of each that was. */
import { closedLoopContract } from '../../callbacks/closed-loop/closed-loop.contract.ts';
import { deskPages, listStaff } from '../desk/index.ts';
import { filledFields } from '../results-desk/index.ts';
import { closedLoopDeskContract } from './closed-loop-desk.contract.ts';
import { closedLoopPage } from './closed-loop-desk.page.ts';
import { texts } from './closed-loop-desk.texts.ts';

/** What the API takes of a form is for it to say: what was chosen goes there as it is. */
type Chosen = never;

export const closedLoopDeskPages = deskPages(
  closedLoopDeskContract,
  () => ({
    showClosedLoop: async ({ api, query, show, reader }) => {
      const { cursor, ...filter } = filledFields(query);
      const { by = 'rule', ...narrowing } = filter;
      const [{ body: rules }, { body: results }, { body: loops }, surveys, people, teams, topics] =
        await Promise.all([
          api.closedLoop.getLoopRules(),
          api.closedLoop.getLoopResults({ query: { by } as Chosen }),
          api.closedLoop.listLoops({ query: { ...narrowing, cursor, limit: 25 } as Chosen }),
          api.surveys.listSurveys({ query: { limit: 100 } }),
          listStaff(api),
          api.teams.listTeams({ query: { limit: 100 } }),
          api.texts.getTextTopics(),
        ]);
      const named = { surveys: surveys.body.items, people, teams: teams.body.items };
      const view = { ...named, topics: topics.body.topics, rules: rules.rules, results, loops, filter };
      const main = closedLoopPage(view, reader);
      return show({ title: texts[reader.language].title, part: 'surveys', main });
    },
  }),
  { showClosedLoop: closedLoopContract.routes.listLoops },
);
