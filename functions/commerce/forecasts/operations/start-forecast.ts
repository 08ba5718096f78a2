import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type ForecastState, forecastId, type StoredForecast } from '../forecasts.schema.ts';
import type { ForecastsStore } from '../forecasts.store.ts';

interface Context {
  readonly forecasts: Pick<ForecastsStore, 'find' | 'findState' | 'start' | 'changeState'>;
  readonly origin: EventContext;
}

/** A forecast that has taken longer has died. */
const longestHours = 12;

/** Begins to fit the models anew; while one is being made, that one is the answer, and nothing is written. */
export async function startForecast({ forecasts, origin }: Context): Promise<Change<StoredForecast>> {
  const state = await forecasts.findState();
  const running = await runningIn(state, { forecasts, origin });
  if (running !== undefined) return { result: running, writes: [] };
  const number = (state?.number ?? 0) + 1;
  const { at } = origin;
  const started: StoredForecast = {
    ...{ id: newId(forecastId), version: 1, number, status: 'fitting', customers: 0, sample: 0 },
    ...{ spending: [], listed: 0, createdAt: at, updatedAt: at },
  };
  const { version: _, ...before } = state ?? { version: 0 };
  return {
    result: started,
    writes: [
      ...forecasts.start(started, origin),
      forecasts.changeState(state, { ...before, number, running: { id: started.id, since: at } }),
    ],
  };
}

async function runningIn(
  state: ForecastState | undefined,
  { forecasts, origin }: Pick<Context, 'forecasts' | 'origin'>,
): Promise<StoredForecast | undefined> {
  if (state?.running === undefined) return undefined;
  const { id, since } = state.running;
  const hours = (Date.parse(origin.at) - Date.parse(since)) / 3_600_000;
  return hours < longestHours ? forecasts.find(id) : undefined;
}
