/** Purchase analyses in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { analysisDone, analysisRestarted, analysisStarted } from './analyses.events.ts';
import { analysesByTime, analysisItem } from './analyses.items.ts';
import type { Analysis } from './analyses.schema.ts';

const analysisEntity = entity({
  item: analysisItem,
  noun: 'purchase analysis',
  subject: ({ id, version }) => ({ analysisId: id, version }),
  created: analysisStarted,
  changed: analysisDone,
});

export type AnalysesStore = ReturnType<typeof createAnalysesStore>;

export function createAnalysesStore(table: Table) {
  const { find, get, create, change } = analysisEntity(table);
  return {
    find,
    get,

    /** The newest first. */
    list: (page: PageRequest) => table.listSummaries(analysesByTime, {}, page),

    start: (analysis: Analysis, origin: EventContext): readonly Write[] => create(analysis, origin),

    restart: (before: Analysis, after: Analysis, origin: EventContext): readonly Write[] =>
      change(before, after, origin, { declaration: analysisRestarted }),

    finish: (before: Analysis, after: Analysis, origin: EventContext): readonly Write[] =>
      change(before, after, origin),
  };
}
