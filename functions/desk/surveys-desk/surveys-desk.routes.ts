/** Surveys at the desk: what is asked, how it looks, and whether it is open. */
import { randomUUID } from 'node:crypto';
import { closedLoopContract } from '../../callbacks/closed-loop/closed-loop.contract.ts';
import { collectorsContract } from '../../surveys/collectors/collectors.contract.ts';
import { surveysContract } from '../../surveys/surveys/surveys.contract.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  mayCall,
  refuseRight,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { surveysDeskContract } from './surveys-desk.contract.ts';
import {
  type CollectorView,
  collectorChangePage,
  collectorDeletionPage,
  surveyArchivePage,
  surveyPage,
  surveysPage,
} from './surveys-desk.page.ts';
import { actionIn, collectorChangeFrom, collectorFrom } from './surveys-desk.rules.ts';
import { texts } from './surveys-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const { createSurvey, listSurveys, getSurvey, patchSurvey } = surveysContract.routes;
const { patchCollector, deleteCollector } = collectorsContract.routes;

export const surveysDeskPages = deskPages(
  surveysDeskContract,
  () => ({
    showSurveys: ({ query, ...visit }) => showSurveys(visit, query, untouched),

    sendNewSurvey: async ({ body, ...visit }) => {
      if (!mayCall(visit.reader, createSurvey)) return refuseRight(visit);
      const [templateId, name] = [valueIn(body, 'template'), valueIn(body, 'name').trim()];
      if (templateId === '') {
        const { chooseTemplate: reason } = texts[visit.reader.language];
        const refused = { status: 400, detail: reason, errors: [{ pointer: '/body/template', reason }] };
        return showSurveys(visit, {}, fillForm(body, refused));
      }
      try {
        const params = { templateId: templateId as Typed };
        const { body: template } = await visit.api.library.getSurveyTemplate({ params });
        const { body: survey } = await visit.api.surveys.createSurvey(
          { body: { ...template.survey, ...(name !== '' && { name }) } },
          { idempotencyKey: valueIn(body, 'key') },
        );
        return goTo(`/desk/surveys/${survey.id}`);
      } catch (error) {
        return showSurveys(visit, {}, filledIn(body, error, visit));
      }
    },

    showSurvey: ({ params, ...visit }) => showSurvey(visit, params.surveyId, untouched),

    sendSurvey: async ({ params, body, ...visit }) => {
      if (!mayCall(visit.reader, createSurvey)) return refuseRight(visit);
      try {
        return await direct(visit, params.surveyId, body);
      } catch (error) {
        return showSurvey(visit, params.surveyId, filledIn(body, error, visit));
      }
    },

    showSurveyArchive: ({ params, ...visit }) => showArchive(visit, params.surveyId),

    showCollectorChange: ({ params, ...visit }) => showChange(visit, params, untouched),

    sendCollectorChange: async ({ params: { surveyId, collectorId }, body, ...visit }) => {
      if (!mayCall(visit.reader, patchCollector)) return refuseRight(visit);
      const { collectors } = visit.api;
      const params = { collectorId };
      const shown = `/desk/surveys/${surveyId}?collector=${collectorId}`;
      try {
        const { body: before } = await collectors.getCollector({ params });
        const patch = collectorChangeFrom(body, visit.reader.timeZone, before);
        // Nothing is left to ask for: nothing was changed, or the button was pressed twice.
        const isSame = Object.keys(patch).length === 0;
        if (isSame && before.version === versionIn(body)) return goTo(`${shown}&unchanged=1`);
        if (!isSame)
          await collectors.patchCollector({ params, body: patch as Typed }, { ifMatch: versionIn(body) });
      } catch (error) {
        return showChange(visit, { surveyId, collectorId }, filledIn(body, error, visit));
      }
      return goTo(`${shown}&changed=1`);
    },

    showCollectorDeletion: ({ params, ...visit }) => showDeletion(visit, params, untouched),

    sendCollectorDeletion: async ({ params: { surveyId, collectorId }, body, ...visit }) => {
      if (!mayCall(visit.reader, deleteCollector)) return refuseRight(visit);
      try {
        const request = { params: { collectorId } };
        // Whoever presses the button twice finds it gone.
        await unlessRefused(
          visit.api.collectors.deleteCollector(request, { ifMatch: versionIn(body) }),
          [404],
        );
      } catch (error) {
        return showDeletion(visit, { surveyId, collectorId }, filledIn(body, error, visit));
      }
      return goTo(`/desk/surveys/${surveyId}?deleted=1`);
    },
  }),
  {
    ...{ showSurveys: listSurveys, showSurvey: getSurvey, showSurveyArchive: patchSurvey },
    ...{ showCollectorChange: patchCollector, showCollectorDeletion: deleteCollector },
  },
);

/** Does what a button says. */
async function direct(visit: Visit, surveyId: string, form: DeskForm) {
  const { surveys, responses, collectors } = visit.api;
  const params = { surveyId };
  const options = { idempotencyKey: valueIn(form, 'key') };
  const collectorId = valueIn(form, 'collector');
  if (collectorId !== '') {
    const patch = { status: valueIn(form, 'collector.status') as Typed };
    await collectors.patchCollector({ params: { collectorId }, body: patch }, { ifMatch: versionIn(form) });
    return goTo(`/desk/surveys/${surveyId}?collector=${collectorId}`);
  }
  if (valueIn(form, 'action') === 'collect') {
    const { body: made } = await collectors.createCollector(
      { params, body: collectorFrom(form, visit.reader.timeZone) as Typed },
      options,
    );
    return goTo(`/desk/surveys/${surveyId}?collector=${made.id}`);
  }
  const status = actionIn(valueIn(form, 'status'));
  if (status !== undefined) {
    await surveys.patchSurvey({ params, body: { status } }, { ifMatch: versionIn(form) });
    return goTo(`/desk/surveys/${surveyId}?done=${status}`);
  }
  if (valueIn(form, 'action') === 'copy') {
    const name = valueIn(form, 'name').trim();
    const { body: copy } = await surveys.copySurvey({ params, body: name === '' ? {} : { name } }, options);
    return goTo(`/desk/surveys/${copy.id}`);
  }
  const language = valueIn(form, 'preview') as Typed;
  const { body } = await responses.createPreviewLink({ params, body: { language } }, options);
  return showSurvey(visit, surveyId, untouched, body.link);
}

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  return { ...reader, mayWrite: mayCall(reader, createSurvey) };
}

async function showSurveys(
  { api, show, ...visit }: Visit,
  { archived, cursor }: { readonly archived?: 'true' | undefined; readonly cursor?: string | undefined },
  filled: Filled,
) {
  const [{ body }, { body: templates }] = await Promise.all([
    api.surveys.listSurveys({ query: { limit: 50, archived, cursor } }),
    api.library.listSurveyTemplates(),
  ]);
  const reader = readerOf(visit);
  const words = texts[reader.language];
  const isArchived = archived !== undefined;
  const view = { surveys: body.items, cursor: body.cursor, isArchived, templates: templates.items };
  const main = surveysPage({ ...view, filled, key: randomUUID() }, reader);
  return show({ title: isArchived ? words.archived : words.title, part: 'surveys', main }, filled.status);
}

/** What archiving a survey ends, as far as whoever asks may see it. */
async function showArchive({ api, show, ...visit }: Visit, surveyId: string) {
  const params = { surveyId };
  const reader = readerOf(visit);
  const mayFollow = mayCall(reader, closedLoopContract.routes.listLoops);
  const [{ body: survey }, { body: campaigns }, { body: collectors }, loops] = await Promise.all([
    api.surveys.getSurvey({ params }),
    api.campaigns.listCampaigns({ query: { surveyId, limit: 100 } }),
    api.collectors.listCollectors({ params, query: { limit: 100 } }),
    mayFollow ? api.closedLoop.listLoops({ query: { status: 'waiting', limit: 100 } }) : undefined,
  ]);
  const waiting = loops?.body.items.filter(({ askAgain }) => askAgain === surveyId).length;
  const view = { survey, campaigns: campaigns.items, collectors: collectors.items, waiting, at: visit.at };
  const main = surveyArchivePage(view, reader);
  return show({ title: texts[reader.language].archiving.title(survey.name), part: 'surveys', main });
}

/** A link that stands in the address of the page, with its code; undefined where it is gone. */
async function readCollector(api: Visit['api'], collectorId: string) {
  const params = { collectorId };
  const [collector, code] = await Promise.all([
    unlessRefused(api.collectors.getCollector({ params }), [400, 404]),
    unlessRefused(api.collectors.drawCollector({ params }), [400, 404]),
  ]);
  return collector && code && { ...collector, code };
}

interface OneCollector {
  readonly surveyId: string;
  readonly collectorId: string;
}

async function readForm({ api }: Visit, { surveyId, collectorId }: OneCollector, filled: Filled) {
  const [{ body: survey }, { body: collector }] = await Promise.all([
    api.surveys.getSurvey({ params: { surveyId } }),
    api.collectors.getCollector({ params: { collectorId } }),
  ]);
  return { survey, collector, filled } satisfies CollectorView;
}

async function showChange(visit: Visit, params: OneCollector, filled: Filled) {
  const view = await readForm(visit, params, filled);
  const { changeOf } = texts[visit.reader.language].collecting;
  const main = collectorChangePage(view, readerOf(visit));
  return visit.show({ title: changeOf(view.collector.name), part: 'surveys', main }, filled.status);
}

async function showDeletion(visit: Visit, params: OneCollector, filled: Filled) {
  const view = await readForm(visit, params, filled);
  const { deleteOf } = texts[visit.reader.language].collecting;
  const main = collectorDeletionPage(view, readerOf(visit));
  return visit.show({ title: deleteOf(view.collector.name), part: 'surveys', main }, filled.status);
}

/** What was done to a link for anybody, as the address says. */
function collectedIn(address: string) {
  const asked = new URL(address, 'http://desk').searchParams;
  return (['changed', 'unchanged', 'deleted'] as const).find((each) => asked.has(each));
}

async function showSurvey(
  { api, show, address, ...visit }: Visit,
  surveyId: string,
  filled: Filled,
  preview?: string,
) {
  const params = { surveyId };
  const asked = /[?&]collector=(\w+)/.exec(address)?.[1];
  const [
    { body: survey },
    { body: versions },
    { body: campaigns },
    { body: quotas },
    { body: collectors },
    collector,
  ] = await Promise.all([
    api.surveys.getSurvey({ params }),
    api.surveys.listSurveyVersions({ params, query: { limit: 20 } }),
    api.campaigns.listCampaigns({ query: { surveyId, limit: 20 } }),
    api.responses.listSurveyQuotas({ params }),
    api.collectors.listCollectors({ params, query: { limit: 50 } }),
    asked === undefined ? undefined : readCollector(api, asked),
  ]);
  const done = actionIn(/[?&]done=(\w+)/.exec(address)?.[1]);
  const view = {
    survey,
    versions: versions.items,
    campaigns: campaigns.items,
    quotas: quotas.items,
    collectors: collectors.items,
    collector,
    filled,
    preview,
    done,
    collected: asked !== undefined && collector === undefined ? ('gone' as const) : collectedIn(address),
    at: visit.at,
  };
  const main = surveyPage({ ...view, key: randomUUID() }, readerOf(visit));
  return show({ title: survey.name, part: 'surveys', main }, filled.status);
}
