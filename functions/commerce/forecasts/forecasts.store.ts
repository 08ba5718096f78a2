/** Forecasts, and who is at risk by them, in the one table. */

import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { forecastDone, forecastStarted } from './forecasts.events.ts';
import {
  churnRiskItem,
  customersByRisk,
  forecastItem,
  forecastStateItem,
  forecastsByTime,
  nobodysCustomersByRisk,
  ownCustomersByRisk,
  rankOf,
} from './forecasts.items.ts';
import type { ChurnRiskRecord, ForecastState, StoredForecast } from './forecasts.schema.ts';

/** Whose customers: one person's, those of several, nobody's (`none`), or all. */
type Owner = string | ReadonlySet<string> | undefined;

const forecastEntity = entity({
  item: forecastItem,
  noun: 'forecast',
  subject: ({ id, version }) => ({ forecastId: id, version }),
  created: forecastStarted,
  changed: forecastDone,
});

export type ForecastsStore = ReturnType<typeof createForecastsStore>;

export function createForecastsStore(table: Table) {
  const { find, get, create, change } = forecastEntity(table);
  const changeState = (before: ForecastState | undefined, after: Omit<ForecastState, 'version'>): Write => {
    const next = { ...after, version: (before?.version ?? 0) + 1 };
    return before === undefined
      ? insert(forecastStateItem, next, { onConflict: 'retry' })
      : replace(forecastStateItem, next, { ifVersion: before.version, onConflict: 'retry' });
  };
  return {
    find,
    get,

    /** The newest first. */
    list: (page: PageRequest) => table.listSummaries(forecastsByTime, {}, page),

    /** The models in force; undefined before the first forecast. One strongly consistent read. */
    findState: (): Promise<ForecastState | undefined> => table.find(forecastStateItem, {}),

    changeState,

    start: (forecast: StoredForecast, origin: EventContext): readonly Write[] => create(forecast, origin),

    /** How far it has come, which is told to nobody. */
    advance: (before: StoredForecast, after: StoredForecast): Write =>
      replace(forecastItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    /** It is done, or refused. */
    finish: (before: StoredForecast, after: StoredForecast, origin: EventContext): readonly Write[] =>
      change(before, after, origin),

    findRisk: (customerId: string): Promise<ChurnRiskRecord | undefined> =>
      table.find(churnRiskItem, { customerId }),

    keepRisk: (risk: ChurnRiskRecord): Write => put(churnRiskItem, risk),

    removeRisk: (customerId: string): Write => remove(churnRiskItem, { customerId }),

    /** A page of those whose risk lies within these bounds, who are most at risk first. */
    listByRisk(
      owner: Owner,
      { least, most, ...request }: PageRequest & { readonly least: number; readonly most: number },
    ) {
      const page = { ...request, between: { from: rankOf(least), to: rankOf(most) } };
      if (owner === undefined) return table.listSummaries(customersByRisk, {}, page);
      return owner === 'none'
        ? table.listSummaries(nobodysCustomersByRisk, {}, page)
        : table.listSummaries(ownCustomersByRisk, { owner }, page);
    },
  };
}
