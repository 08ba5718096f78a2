/** How purchase analyses lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { Analysis, AnalysisSummary } from './analyses.schema.ts';

export const analysisItem = defineItem({
  name: 'analysis',
  v: 1,
  retention: 'record',
  schema: Analysis,
  key: ['ANALYSIS#{id}', '-'],
  indexes: { gsi1: ['LIST#analysis', '{createdAt}#{id}'] },
  summary: AnalysisSummary,
});

export const analysisTrail = ownTrail(analysisItem);

/** One partition: there is at most one a day. */
export const analysesByTime = definePattern({
  question: 'Which purchase analyses were made? Newest first.',
  item: analysisItem,
  index: 'gsi1',
  partition: 'LIST#analysis',
  newestFirst: true,
});
