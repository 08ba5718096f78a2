/** What other domains may ask the surveys domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createSurveysStore } from './surveys.store.ts';

export type SurveyReader = ReturnType<typeof createSurveyReader>;

/** Surveys as they are now, and as they were in one version. */
export function createSurveyReader(table: Table) {
  const surveys = createSurveysStore(table);
  const { find, get, findVersion, listVersions } = surveys;
  const formerQuestions = (surveyId: string, ids: readonly string[]) =>
    surveys.formerQuestions(surveyId, ids);
  return { find, get, findVersion, listVersions, formerQuestions };
}
