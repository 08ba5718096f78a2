/** Surveys at the desk: what is asked, how it looks, and whether it is open. */
import { randomUUID } from 'node:crypto';
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
import { surveyPage, surveysPage } from './surveys-desk.page.ts';
import { actionIn, collectorFrom } from './surveys-desk.rules.ts';
import { texts } from './surveys-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const { createSurvey, listSurveys, getSurvey } = surveysContract.routes;

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
  }),
  { showSurveys: listSurveys, showSurvey: getSurvey },
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
      { params, body: collectorFrom(form) as Typed },
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

/** A link that stands in the address of the page, with its code; undefined where it is gone. */
async function readCollector(api: Visit['api'], collectorId: string) {
  const params = { collectorId };
  const [collector, code] = await Promise.all([
    unlessRefused(api.collectors.getCollector({ params }), [400, 404]),
    unlessRefused(api.collectors.drawCollector({ params }), [400, 404]),
  ]);
  return collector && code && { ...collector, code };
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
  };
  const main = surveyPage({ ...view, key: randomUUID() }, readerOf(visit));
  return show({ title: survey.name, part: 'surveys', main }, filled.status);
}
