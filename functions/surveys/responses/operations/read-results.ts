import type { PageRequest } from '../../../../shared/table/query.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import { resultsOf } from '../responses.rules.ts';
import type { ResponseSummary, SurveyResults } from '../responses.schema.ts';
import type { ResponsesStore, ResultsStore } from '../responses.store.ts';

interface Surveys {
  readonly surveys: Pick<SurveyReader, 'get'>;
}

/** The Net Promoter Score as counted so far. */
export async function getSurveyResults(
  surveyId: string,
  { surveys, results }: Surveys & { readonly results: Pick<ResultsStore, 'countNps'> },
): Promise<SurveyResults> {
  const [, counts] = await Promise.all([surveys.get(surveyId), results.countNps(surveyId)]);
  return resultsOf(surveyId, counts);
}

/** One page of the answers from which the score can be recounted. */
export async function listSurveyResponses(
  { surveyId, ...page }: PageRequest & { surveyId: string },
  { surveys, responses }: Surveys & { readonly responses: Pick<ResponsesStore, 'list'> },
): Promise<{ items: ResponseSummary[]; cursor: string | null }> {
  const [, found] = await Promise.all([surveys.get(surveyId), responses.list(surveyId, page)]);
  return found;
}
