/** Results at the desk: what the answers to a survey come to, drawn, and links that show it to others. */
import { randomUUID } from 'node:crypto';
import { html } from '../../../shared/pages/html.ts';
import { bind } from '../../../shared/runtime/http.ts';
import type { HttpRequest } from '../../../shared/runtime/http-respond.ts';
import { type Language, languageSchema } from '../../../shared/values/language.ts';
import { improvementsContract } from '../../surveys/improvements/improvements.contract.ts';
import { reportsContract } from '../../surveys/reports/reports.contract.ts';
import { resultsContract } from '../../surveys/results/results.contract.ts';
import {
  type Desk,
  type DeskForm,
  type DeskPages,
  deskPages,
  type Filled,
  filledIn,
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
import { resultsDeskContract } from './results-desk.contract.ts';
import { breakdownPage, exportPage, reportPage, resultsPage, titleOf } from './results-desk.page.ts';
import { exportFrom, filledFields, reportFrom } from './results-desk.rules.ts';
import type { ResultsFilter } from './results-desk.schema.ts';
import { texts } from './results-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const withSession = deskPages(
  resultsDeskContract,
  () => ({
    showResults: async ({ params, query, ...visit }) => {
      try {
        return await showResults(visit, params.surveyId, { sent: query });
      } catch (error) {
        return showResults(visit, params.surveyId, { asked: filledIn(asForm(query), error, visit) });
      }
    },

    showBreakdown: ({ params, query, ...visit }) =>
      showBreakdown(visit, params.surveyId, filledFields(query)),

    sendResults: async ({ params, body, ...visit }) => {
      if (!mayCall(visit.reader, reportsContract.routes.createReport)) return refuseRight(visit);
      try {
        return await share(visit, params.surveyId, body);
      } catch (error) {
        return showResults(visit, params.surveyId, { filled: filledIn(body, error, visit) });
      }
    },

    sendAnswerExports: async ({ params, body, ...visit }) => {
      try {
        return await startExport(visit, params.surveyId, body);
      } catch (error) {
        return showResults(visit, params.surveyId, { filled: filledIn(body, error, visit) });
      }
    },

    leaveAnswerExports: async ({ params }) => goTo(`/desk/surveys/${params.surveyId}/results`),

    showAnswerExport: ({ params, ...visit }) => showExport(visit, params, untouched),

    sendAnswerExport: async ({ params, body, ...visit }) => {
      const { exportId, surveyId } = params;
      try {
        const options = { idempotencyKey: valueIn(body, 'key') };
        await visit.api.answerExports.cancelAnswerExport({ params: { exportId } }, options);
        return goTo(`/desk/surveys/${surveyId}/exports/${exportId}`);
      } catch (error) {
        return showExport(visit, params, filledIn(body, error, visit));
      }
    },
  }),
  {
    showResults: resultsContract.routes.getSurveyResults,
    showBreakdown: resultsContract.routes.getResultsBreakdown,
  },
);

export const resultsDeskPages: DeskPages = {
  bind: (desk) => [
    ...withSession.bind(desk),
    ...bind(resultsDeskContract, {
      showReport: (request: HttpRequest<typeof resultsDeskContract.routes.showReport>) =>
        showReport(desk, request),
    }),
  ],
};

async function startExport({ api, reader }: Visit, surveyId: string, form: DeskForm) {
  const body = { ...exportFrom(form), words: reader.language } as Typed;
  const { body: started } = await api.answerExports.createAnswerExport(
    { params: { surveyId }, body },
    { idempotencyKey: valueIn(form, 'key') },
  );
  return goTo(`/desk/surveys/${surveyId}/exports/${started.id}`);
}

/** After so many seconds the page of an export that goes on is loaded again. */
const refreshSeconds = 3;

async function showExport(
  { api, reader, show }: Visit,
  { surveyId, exportId }: { readonly surveyId: string; readonly exportId: string },
  filled: Filled,
) {
  const [{ body: made }, { body: survey }, { body: campaigns }] = await Promise.all([
    api.answerExports.getAnswerExport({ params: { exportId } }),
    api.surveys.getSurvey({ params: { surveyId } }),
    api.campaigns.listCampaigns({ query: { surveyId, limit: 100 } }),
  ]);
  const { exportTitle: title } = texts[reader.language];
  const refresh = made.state === 'running' ? { refresh: String(refreshSeconds) } : {};
  const main = exportPage(
    { made, surveyId, surveyName: survey.name, campaigns: campaigns.items, filled, key: randomUUID() },
    reader,
  );
  return show({ title, part: 'surveys', main }, filled.status, refresh);
}

/** Makes a link, or revokes one. */
async function share(visit: Visit, surveyId: string, form: DeskForm) {
  const { reports } = visit.api;
  if (valueIn(form, 'action') === 'revoke') {
    const params = { reportId: valueIn(form, 'report') };
    await reports.revokeReport({ params }, { ifMatch: versionIn(form) });
    return goTo(`/desk/surveys/${surveyId}/results`);
  }
  const { body } = await reports.createReport(
    { params: { surveyId }, body: reportFrom(form) as Typed },
    { idempotencyKey: valueIn(form, 'key') },
  );
  return showResults(visit, surveyId, { made: body.link });
}

async function showResults(
  { api, show, reader, at }: Visit,
  surveyId: string,
  {
    sent = {},
    asked = untouched,
    filled = untouched,
    made,
  }: { sent?: ResultsFilter; asked?: Filled; filled?: Filled; made?: string },
) {
  const params = { surveyId };
  const filter = filledFields(sent);
  const { by, question, ...narrowing } = filter;
  const { from: _, to: __, ...others } = narrowing;
  // Days and weeks are counted of all answers only.
  const step = by ?? (Object.keys(others).length === 0 ? 'week' : 'month');
  const query = narrowing as Typed;
  const isFunnelWider = Object.keys(narrowing).some((name) => name !== 'campaignId');
  const mayShare = mayCall(reader, reportsContract.routes.createReport);
  const [
    { body: survey },
    { body: results },
    { body: trend },
    findings,
    { body: funnel },
    campaigns,
    exports,
    reports,
    staff,
  ] = await Promise.all([
    api.surveys.getSurvey({ params }),
    api.results.getSurveyResults({ params, query }),
    api.results.getResultsTrend({ params, query: { ...narrowing, by: step } as Typed }),
    unlessRefused(api.results.getResultsFindings({ params, query }), [403]),
    api.results.getResultsFunnel({
      params,
      query: filledFields({ campaignId: filter.campaignId }) as Typed,
    }),
    api.campaigns.listCampaigns({ query: { surveyId, limit: 100 } }),
    api.answerExports.listAnswerExports({ params, query: { limit: 10 } }),
    mayShare ? api.reports.listReports({ params, query: { limit: 50 } }) : undefined,
    mayShare ? listStaff(api) : [],
  ]);
  const view = {
    survey,
    results,
    trend,
    findings,
    funnel,
    isFunnelWider,
    question,
    filter,
    campaigns: campaigns.body.items,
  };
  const mayImprove = mayCall(reader, improvementsContract.routes.createImprovement);
  const mayCompare = reader.permissions['surveys.read'] === 'all';
  const main = resultsPage(
    {
      ...view,
      mayImprove,
      mayCompare,
      exports: exports.body.items,
      reports: reports?.body.items,
      staff,
      at,
      made,
      filled,
      asked,
      key: randomUUID(),
    },
    reader,
  );
  const { status } = asked.refused === undefined ? filled : asked;
  return show({ title: texts[reader.language].title(survey.name), part: 'surveys', main }, status);
}

const asForm = (query: ResultsFilter) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value ?? '']));

async function showBreakdown(visit: Visit, surveyId: string, filter: ResultsFilter) {
  const { api, show, reader } = visit;
  const params = { surveyId };
  const [{ body: survey }, { breakdown, asked }, { body: campaigns }] = await Promise.all([
    api.surveys.getSurvey({ params }),
    readBreakdown(visit, surveyId, filter),
    api.campaigns.listCampaigns({ query: { surveyId, limit: 100 } }),
  ]);
  const mayImprove = mayCall(reader, improvementsContract.routes.createImprovement);
  const view = { survey, breakdown, campaigns: campaigns.items, filter, asked, mayImprove };
  const title = texts[reader.language].breakdownOf(survey.name);
  return show({ title, part: 'surveys', main: breakdownPage(view, reader) }, asked.status);
}

/** What groups come to; nothing where what was asked for is refused, for it would be of other answers. */
async function readBreakdown(visit: Visit, surveyId: string, filter: ResultsFilter) {
  const { question: _, ...query } = filter;
  try {
    const asked = { params: { surveyId }, query: query as Typed };
    return { breakdown: (await visit.api.results.getResultsBreakdown(asked)).body, asked: untouched };
  } catch (error) {
    return { breakdown: undefined, asked: filledIn(asForm(filter), error, visit) };
  }
}

async function showReport(
  desk: Desk,
  { params, query, headers, cookies }: HttpRequest<typeof resultsDeskContract.routes.showReport>,
) {
  const asked = languageSchema.safeParse(query.lang);
  const language = asked.data ?? desk.strangersLanguage({ headers, cookies });
  const words = texts[language];
  const found = await unlessRefused(desk.openApi(language).reports.getSharedReport({ params }), [404]);
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const links = html`<a href="?lang=${other}" lang="${other}">${words.otherLanguage}</a>`;
  const kept = { headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
  if (found === undefined) {
    const main = html`<div class="card"><h1>${words.noReport}</h1><p>${words.noReportText}</p></div>`;
    return desk.pageReply(404, desk.frame.open(language, words.noReport, main, links), kept);
  }
  const title = words.title(titleOf(found.survey, language));
  const page = desk.frame.open(language, title, reportPage(found, language), links);
  return desk.pageReply(200, page, kept);
}
