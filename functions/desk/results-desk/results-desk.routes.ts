/** Results at the desk: what the answers to a survey come to, drawn. */
import { resultsContract } from '../../surveys/results/results.contract.ts';
import { deskPages, unlessRefused, type Visit } from '../desk/index.ts';
import { type ResultsFilter, resultsDeskContract } from './results-desk.contract.ts';
import { resultsPage } from './results-desk.page.ts';
import { filledFields } from './results-desk.rules.ts';
import { texts } from './results-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

export const resultsDeskPages = deskPages(
  resultsDeskContract,
  () => ({
    showResults: ({ params, query, ...visit }) => showResults(visit, params.surveyId, query),
  }),
  { showResults: resultsContract.routes.getSurveyResults },
);

async function showResults({ api, show, reader }: Visit, surveyId: string, sent: ResultsFilter) {
  const params = { surveyId };
  const filter = filledFields(sent);
  const { by, question, ...narrowing } = filter;
  const { from: _, to: __, ...others } = narrowing;
  // Days and weeks are counted of all answers only.
  const step = by ?? (Object.keys(others).length === 0 ? 'week' : 'month');
  const query = narrowing as Typed;
  const [{ body: survey }, { body: results }, { body: trend }, findings, { body: funnel }, campaigns] =
    await Promise.all([
      api.surveys.getSurvey({ params }),
      api.results.getSurveyResults({ params, query }),
      api.results.getResultsTrend({ params, query: { ...narrowing, by: step } as Typed }),
      unlessRefused(api.results.getResultsFindings({ params, query }), [403]),
      api.results.getResultsFunnel({
        params,
        query: filledFields({ campaignId: filter.campaignId }) as Typed,
      }),
      api.campaigns.listCampaigns({ query: { surveyId, limit: 100 } }),
    ]);
  const view = {
    survey,
    results,
    trend,
    findings,
    funnel,
    question,
    filter,
    campaigns: campaigns.body.items,
  };
  const main = resultsPage(view, reader);
  return show({ title: texts[reader.language].title(survey.name), part: 'surveys', main });
}
