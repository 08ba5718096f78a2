/** What other domains may ask the surveys domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createSurveysStore } from './surveys.store.ts';

export type SurveyReader = ReturnType<typeof createSurveyReader>;

/** Surveys as they are now, and as they were in one version. */
export function createSurveyReader(table: Table) {
  const { find, get, findVersion, listVersions } = createSurveysStore(table);
  return { find, get, findVersion, listVersions };
}
