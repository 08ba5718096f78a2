import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { type Analysis, analysisId } from '../analyses.schema.ts';
import type { AnalysesStore } from '../analyses.store.ts';

interface Context {
  readonly analyses: Pick<AnalysesStore, 'find' | 'start' | 'restart'>;
  readonly origin: EventContext;
}

/** One that has taken longer has died. */
const longestHours = 2;

const nothing = { customers: 0, leftOut: 0, orders: 0, cohorts: [], repeats: [], baskets: [] };

/** Begins the analysis of all days up to yesterday, or begins it again; while it is being made nothing is written. */
export async function startAnalysis({ analyses, origin }: Context): Promise<Change<Analysis>> {
  const { at } = origin;
  const day = at.slice(0, 10);
  const id = derivedId(analysisId, `${day}T00:00:00.000Z`, day);
  const before = await analyses.find(id);
  if (before === undefined) {
    const through = instantAfter(at, { days: -1 }).slice(0, 10);
    const started: Analysis = {
      ...{ id, version: 1, status: 'running', through, ...nothing, createdAt: at, updatedAt: at },
    };
    return { result: started, writes: analyses.start(started, origin) };
  }
  const isAlive = instantAfter(before.updatedAt, { hours: longestHours }) > at;
  if (before.status === 'running' && isAlive) return { result: before, writes: [] };
  const again: Analysis = { ...before, version: before.version + 1, status: 'running', updatedAt: at };
  return { result: again, writes: analyses.restart(before, again, origin) };
}
