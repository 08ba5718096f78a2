import type { PageRequest } from '../../../../shared/table/query.ts';
import type { ResponseSummary } from '../surveys.answers.schema.ts';
import { resultsOf } from '../surveys.rules.ts';
import type { SurveyResults } from '../surveys.schema.ts';
import type { SurveysStore } from '../surveys.store.ts';

/** The Net Promoter Score as counted so far. */
export async function getSurveyResults(
  surveyId: string,
  { surveys }: { surveys: Pick<SurveysStore, 'getSurvey' | 'countNps'> },
): Promise<SurveyResults> {
  const [, counts] = await Promise.all([surveys.getSurvey(surveyId), surveys.countNps(surveyId)]);
  return resultsOf(surveyId, counts);
}

/** One page of the answers from which the score can be recounted. */
export async function listSurveyResponses(
  { surveyId, ...page }: PageRequest & { surveyId: string },
  { surveys }: { surveys: Pick<SurveysStore, 'getSurvey' | 'listResponses'> },
): Promise<{ items: ResponseSummary[]; cursor: string | null }> {
  const [, responses] = await Promise.all([
    surveys.getSurvey(surveyId),
    surveys.listResponses(surveyId, page),
  ]);
  return responses;
}
