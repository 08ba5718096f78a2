/** Improvements at the desk: what is done about what answers have shown, and whether it has helped. */
import { randomUUID } from 'node:crypto';
import { improvementsContract } from '../../surveys/improvements/improvements.contract.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  mayCall,
  refuseRight,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { improvementsDeskContract } from './improvements-desk.contract.ts';
import {
  type Begun,
  chooseSurveyPage,
  improvementPage,
  improvementsPage,
  newImprovementPage,
} from './improvements-desk.page.ts';
import { hasStrayTag, improvementFrom, patchFrom, patchOfOwner } from './improvements-desk.rules.ts';
import { texts } from './improvements-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const { createImprovement, patchImprovement, listImprovements, getImprovement } = improvementsContract.routes;

export const improvementsDeskPages = deskPages(
  improvementsDeskContract,
  () => ({
    showImprovements: async ({ api, query: { owner, status, ...query }, show, ...visit }) => {
      const asked = { ...query, owner: owner || undefined, status: status || undefined };
      const [{ body }, { surveys, staff }] = await Promise.all([
        api.improvements.listImprovements({ query: { ...asked, limit: 50 } }),
        readNames(api),
      ]);
      const reader = readerOf(visit);
      const main = improvementsPage({ ...body, asked, surveys, staff }, reader);
      return show({ title: texts[reader.language].title, part: 'surveys', main });
    },

    showNewImprovement: ({ query, ...visit }) => showForm(visit, query, untouched),

    sendNewImprovement: async ({ body, ...visit }) => {
      if (!mayCall(visit.reader, createImprovement)) return refuseRight(visit);
      const begun = { surveyId: valueIn(body, 'surveyId') };
      if (hasStrayTag(body)) return showForm(visit, begun, refusedTag(body, visit));
      try {
        const { body: made } = await visit.api.improvements.createImprovement(
          { body: improvementFrom(body) as Typed },
          { idempotencyKey: valueIn(body, 'key') },
        );
        return goTo(`/desk/improvements/${made.id}`);
      } catch (error) {
        return showForm(visit, begun, filledIn(body, error, visit));
      }
    },

    showImprovement: ({ params, query, ...visit }) =>
      showImprovement(visit, params.improvementId, untouched, query.done !== undefined),

    sendImprovement: async ({ params, body, ...visit }) => {
      if (!mayCall(visit.reader, patchImprovement)) return refuseRight(visit);
      if (hasStrayTag(body))
        return showImprovement(visit, params.improvementId, refusedTag(body, visit), false);
      try {
        const { mayWrite } = readerOf(visit);
        const patch = (mayWrite ? patchFrom(body) : patchOfOwner(body)) as Typed;
        await visit.api.improvements.patchImprovement({ params, body: patch }, { ifMatch: versionIn(body) });
      } catch (error) {
        return showImprovement(visit, params.improvementId, filledIn(body, error, visit), false);
      }
      return goTo(`/desk/improvements/${params.improvementId}?done=1`);
    },
  }),
  {
    showImprovements: listImprovements,
    showNewImprovement: createImprovement,
    showImprovement: getImprovement,
  },
);

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  return { ...reader, mayWrite: mayCall(reader, createImprovement) };
}

function refusedTag(form: DeskForm, { reader }: Pick<Visit, 'reader'>): Filled {
  const { refused: detail, strayTag: reason } = texts[reader.language];
  return fillForm(form, { status: 400, detail, errors: [{ pointer: '/body/group/value', reason }] });
}

/** Who and what is named by its id. */
async function readNames(api: Visit['api']) {
  const [surveys, staff, teams] = await Promise.all([
    api.surveys.listSurveys({ query: { limit: 100 } }),
    listStaff(api),
    api.teams.listTeams({ query: { limit: 100 } }),
  ]);
  return { surveys: surveys.body.items, staff, teams: teams.body.items };
}

/** The form, or without a survey that is there first the choice of one. */
async function showForm({ api, show, ...visit }: Visit, begun: Begun, filled: Filled) {
  const { surveyId = '' } = begun;
  const [names, survey] = await Promise.all([
    readNames(api),
    surveyId === '' ? undefined : unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [400, 404]),
  ]);
  const reader = readerOf(visit);
  const main =
    survey === undefined
      ? chooseSurveyPage({ ...names, isGone: surveyId !== '' }, reader)
      : newImprovementPage({ ...names, survey, begun, filled, key: randomUUID() }, reader);
  return show({ title: texts[reader.language].new, part: 'surveys', main }, filled.status);
}

async function showImprovement(
  { api, show, ...visit }: Visit,
  improvementId: string,
  filled: Filled,
  isDone: boolean,
) {
  const [{ body: improvement }, names] = await Promise.all([
    api.improvements.getImprovement({ params: { improvementId } }),
    readNames(api),
  ]);
  const { surveyId, group } = improvement;
  const reader = readerOf(visit);
  // Whoever sees only their own customers cannot tell that nobody has it.
  const isTag = group?.by === 'tag' && visit.reader.permissions['customers.read'] === 'all';
  const [survey, tagged] = await Promise.all([
    unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]),
    isTag ? api.customers.listCustomers({ query: { tag: group.value, limit: 1 } }) : undefined,
  ]);
  const isOfNobody = tagged?.body.items.length === 0 && tagged.body.cursor === null;
  const main = improvementPage({ ...names, improvement, survey, filled, isDone, isOfNobody }, reader);
  return show({ title: texts[reader.language].one, part: 'surveys', main }, filled.status);
}
