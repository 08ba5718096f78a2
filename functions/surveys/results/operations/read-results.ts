import type { SurveyReader } from '../../surveys/index.ts';
import type { SurveyResults } from '../results.schema.ts';
import type { ResultsStore } from '../results.store.ts';
import { sumUpAnswers } from './sum-up-answers.ts';

interface Context {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly results: Pick<ResultsStore, 'tallyOf'>;
}

/** What the answers to a survey come to, as counted so far. */
export async function getSurveyResults(
  surveyId: string,
  { surveys, results }: Context,
): Promise<SurveyResults> {
  const [survey, tally] = await Promise.all([surveys.get(surveyId), results.tallyOf(surveyId)]);
  return sumUpAnswers(survey, tally);
}
