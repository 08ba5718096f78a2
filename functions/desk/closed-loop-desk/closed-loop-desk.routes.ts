/** The closed loop at the desk: which answers are followed up, and what has come of each that was. */
import { ApiError } from '../../../shared/contract/client.ts';
import { closedLoopContract } from '../../callbacks/closed-loop/closed-loop.contract.ts';
import {
  type LoopRule,
  LoopRulesEntry,
  type LoopTrialResult,
} from '../../callbacks/closed-loop/closed-loop.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  filledPage,
  fillForm,
  goTo,
  listStaff,
  pressedIn,
  refusedButton,
  refuseRight,
  unlessRefused,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { filledFields } from '../results-desk/index.ts';
import { closedLoopDeskContract } from './closed-loop-desk.contract.ts';
import { closedLoopPage } from './closed-loop-desk.page.ts';
import {
  aboutRule,
  askedAtMost,
  changeFrom,
  doubtsAbout,
  monthsOf,
  type RulesChange,
  surveysAsking,
  surveysToName,
} from './closed-loop-desk.rules.ts';
import type { LoopsFilter } from './closed-loop-desk.schema.ts';
import { texts } from './closed-loop-desk.texts.ts';
import { rulePage } from './operations/draw-rule-form.ts';

/** What the API takes of a form is for it to say: what was chosen goes there as it is. */
type Chosen = never;

export const closedLoopDeskPages = deskPages(
  closedLoopDeskContract,
  () => ({
    showClosedLoop: async ({ query, ...visit }) => {
      const { api, at, show } = visit;
      const { cursor, done, ...sent } = filledFields(query);
      const filter = { by: 'rule', ...sent, ...monthsOf(sent, at) };
      const [{ body: rules }, { found, filled }, known] = await Promise.all([
        api.closedLoop.getLoopRules(),
        readLoops(visit, filter, cursor),
        readNames(api),
      ]);
      const reader = { ...visit.reader, mayManage: manages(visit.reader) };
      const [asking, unusedTags] = await Promise.all([
        readAsking(api, surveysAsking(rules.rules, known.surveys)),
        reader.mayManage ? readUnusedTags(api, rules.rules) : [],
      ]);
      const { shadowed } = rules;
      const isComplete = known.areAllSurveys && known.surveys.length <= askedAtMost;
      const about = { shadowed, unusedTags, surveys: known.surveys, asking, isComplete };
      const doubts = new Map(rules.rules.map((rule) => [rule.name, doubtsAbout(rule, about)]));
      const view = { ...known, asking, rules: rules.rules, doubts, found, filter, filled };
      const main = closedLoopPage({ ...view, done }, reader);
      return show({ title: texts[reader.language].title, part: 'surveys', main }, filled.status);
    },

    showLoopRule: async ({ query, ...visit }) => showRule(visit, query.name ?? '', untouched),

    sendLoopRule: async ({ body, ...visit }) => {
      if (!manages(visit.reader)) return refuseRight(visit);
      const { closedLoop } = visit.api;
      const change = changeFrom(body, (await closedLoop.getLoopRules()).body);
      const { rules, rule, isTaken, isGone, isTurn } = change;
      const was = valueIn(body, 'was');
      if (isGone) return showRule(visit, was, refusedGone(body, was, isTurn, visit));
      if (isTaken) return showRule(visit, was, refusedName(body, visit));
      if (valueIn(body, 'action') === 'try') return showTrial(visit, body, change);
      const name = rule?.name ?? was;
      try {
        await closedLoop
          .putLoopRules({ body: { rules } as Chosen }, { ifMatch: versionIn(body) })
          .catch((error: unknown) =>
            unlessRepeated(error, {
              ...{ sent: { rules: rule === undefined ? [] : [rule] }, schema: LoopRulesEntry },
              read: async () => {
                const stored = (await closedLoop.getLoopRules()).body.rules;
                return { rules: stored.filter((each) => each.name === name) };
              },
            }),
          );
      } catch (error) {
        const filled = isTurn ? pressedIn(error, visit) : filledInRule(body, error, change, visit);
        return showRule(visit, was, filled);
      }
      return goTo('/desk/closed-loop?done=1');
    },
  }),
  {
    showClosedLoop: closedLoopContract.routes.listLoops,
    showLoopRule: closedLoopContract.routes.putLoopRules,
  },
);

/** Whoever answers for all calls says which answers lead to one. */
function manages({ permissions }: Visit['reader']): boolean {
  return permissions['callbacks.write'] === 'all';
}

/** What is named by its id. */
async function readNames(api: Visit['api']) {
  const [surveys, archived, people, teams, topics] = await Promise.all([
    api.surveys.listSurveys({ query: { limit: 100 } }),
    api.surveys.listSurveys({ query: { limit: 100, archived: 'true' } }),
    listStaff(api),
    api.teams.listTeams({ query: { limit: 100 } }),
    api.texts.getTextTopics(),
  ]);
  return {
    ...{ surveys: surveys.body.items, areAllSurveys: surveys.body.cursor === null },
    archived: archived.body.items,
    ...{ people, teams: teams.body.items, topics: topics.body.topics },
  };
}

/** Tags of rules that no customer has. */
async function readUnusedTags(api: Visit['api'], rules: readonly LoopRule[]): Promise<readonly string[]> {
  const tags = [...new Set(rules.flatMap(({ when }) => when.tags ?? []))];
  const unused = tags.map(async (tag) => {
    const { items, cursor } = (await api.customers.listCustomers({ query: { tag, limit: 1 } })).body;
    return items.length === 0 && cursor === null ? [tag] : [];
  });
  return (await Promise.all(unused)).flat();
}

/** Surveys with their questions, as far as they are there. */
async function readAsking(api: Visit['api'], ids: readonly string[]) {
  const asked = ids.map((surveyId) => unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]));
  return (await Promise.all(asked)).flatMap((survey) => survey ?? []);
}

/** The form of a rule; of one that is there no more, the rules. */
async function showRule(visit: Visit, name: string, filled: Filled, trial?: LoopTrialResult) {
  const { api, reader, show } = visit;
  if (!manages(reader)) return refuseRight(visit);
  const [{ body }, known] = await Promise.all([api.closedLoop.getLoopRules(), readNames(api)]);
  const rule = body.rules.find((each) => each.name === name);
  if (rule === undefined && name !== '' && filled.status === 200) return goTo('/desk/closed-loop?done=gone');
  const asking = await readAsking(api, surveysToName(rule, known.surveys));
  const main = rulePage({ ...known, ...body, asking, rule, filled, trial }, reader);
  const words = texts[reader.language];
  const title = rule === undefined ? words.addRule : words.changeRule(rule.name);
  return show({ title, part: 'surveys', main }, filled.status);
}

/** The form as it was sent, with what the rules would have made of answers that are there. */
async function showTrial(visit: Visit, form: DeskForm, change: RulesChange) {
  const was = valueIn(form, 'was');
  const { rules } = change;
  try {
    const sent = { surveyId: valueIn(form, 'surveyId'), rules } as Chosen;
    const { body: trial } = await visit.api.closedLoop.tryLoopRules({ body: sent });
    return showRule(
      visit,
      was,
      { ...fillForm(form, { status: 200, detail: '' }), refused: undefined },
      trial,
    );
  } catch (error) {
    return showRule(visit, was, filledInRule(form, error, change, visit));
  }
}

/** Somebody has renamed or removed the rule that was looked at: what was filled in makes another one. */
function refusedGone(
  form: DeskForm,
  was: string,
  isTurn: boolean,
  { reader }: Pick<Visit, 'reader'>,
): Filled {
  const refusal = { status: 412, detail: texts[reader.language].goneRule(was), errors: [] };
  return isTurn ? refusedButton(refusal) : fillForm(form, refusal);
}

function refusedName(form: DeskForm, { reader }: Pick<Visit, 'reader'>): Filled {
  const { refused: detail, taken: reason } = texts[reader.language];
  return fillForm(form, { status: 400, detail, errors: [{ pointer: '/body/name', reason }] });
}

/** The form as it was sent, with what the route has against its rule and against the others. */
function filledInRule(form: DeskForm, error: unknown, change: RulesChange, visit: Visit): Filled {
  if (!(error instanceof ApiError)) throw error;
  const { status, problem } = error;
  const { ofOther } = texts[visit.reader.language];
  const errors = [...aboutRule(problem.errors ?? [], change, ofOther)];
  return filledIn(form, new ApiError(status, { ...problem, errors }), visit);
}

/** So many loops stand on a page. */
const shownLoops = 25;

/** The figures and the list, of the same loops. */
async function readLoops(visit: Visit, { by, ...narrowing }: LoopsFilter, cursor: string | undefined) {
  const { closedLoop } = visit.api;
  try {
    const [{ body: results }, loops] = await Promise.all([
      closedLoop.getLoopResults({ query: { by, ...narrowing } as Chosen }),
      filledPage(async (from, limit = shownLoops) => {
        const query = { ...narrowing, cursor: from, limit };
        return (await closedLoop.listLoops({ query: query as Chosen })).body;
      }, cursor),
    ]);
    return { found: { results, loops }, filled: untouched };
  } catch (error) {
    const form = { by, ...narrowing } as Readonly<Record<string, string>>;
    return { found: undefined, filled: filledIn(form, error, visit) };
  }
}
