/** Forecasts on a real table: step by step, twice over, by two at once, of a sample, and refused. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ForecastStep } from '../../../functions/commerce/forecasts/forecasts.messages.ts';
import { createForecastsStore } from '../../../functions/commerce/forecasts/forecasts.store.ts';
import { startForecast } from '../../../functions/commerce/forecasts/operations/start-forecast.ts';
import { readBuyers, workForecast } from '../../../functions/commerce/forecasts/operations/work-forecast.ts';
import { createValueReader } from '../../../functions/commerce/insights/index.ts';
import { valueItem } from '../../../functions/commerce/insights/insights.items.ts';
import { createInsightsStore } from '../../../functions/commerce/insights/insights.store.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { keepBuyers } from '../../support/kept-buyers.ts';
import { likeCdnow, simulateBuyers } from '../../support/simulated-buyers.ts';

let rig: TestTable;
const origin = systemContext('test', 'test', '2026-11-23T09:00:00.000Z');
const through = Math.floor(Date.parse(origin.at) / 86_400_000) - 1;
const buyers = simulateBuyers({ customers: 1100, seed: 3, through, days: 546, ...likeCdnow });
const repeaters = buyers.filter(({ history }) => history.days.length > 1).length;

const at = (day: number) => new Date(day * 86_400_000).toISOString();

beforeAll(async () => {
  rig = await startTable();
  await keepBuyers(rig.table, buyers);
});
afterAll(() => rig?.close());

function worker(table = rig.table) {
  const forecasts = createForecastsStore(table);
  const context = {
    ...{ forecasts, values: createValueReader(table), commit: table.commit, origin },
    pace: async () => undefined,
  };
  return {
    forecasts,
    context,
    work: (step: ForecastStep) => workForecast(step, context),
    async begin(now = origin) {
      const { result, writes } = await startForecast({ forecasts, origin: now });
      if (writes.length > 0) await table.commit(writes);
      return { result, writes, step: { forecastId: result.id, version: 1 } };
    },
  };
}

it('fits the models, puts them in force and lists who is at risk, whatever comes twice', async () => {
  const { forecasts, work, begin } = worker();
  const { step: first } = await begin();
  let step: ForecastStep | undefined = first;
  let steps = 0;
  while (step !== undefined) {
    const current: ForecastStep = step;
    step = await work(current);
    steps += 1;
    if (step === undefined) break;
    // The message that was sent last is lost with the process, so the one before comes again; an older one does nothing.
    expect(await work(current)).toEqual(step);
    if (current.version > 1) expect(await work(first)).toBeUndefined();
  }
  expect(steps).toBeGreaterThan(3);
  const done = await forecasts.get(first.forecastId);
  expect(done).toMatchObject({ status: 'done', number: 1, customers: 1100, sample: 1100, listed: repeaters });
  expect(done.holdout?.customers).toBe(1100);
  const state = await forecasts.findState();
  expect(state?.running).toBeUndefined();
  expect(state?.current).toMatchObject({ id: done.id, buying: done.buying });
  const risks: number[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await forecasts.listByRisk(undefined, { limit: 100, cursor, least: 0, most: 1 });
    risks.push(...page.items.map(({ churnProbability }) => churnProbability));
    if (page.cursor === null) break;
    cursor = page.cursor;
  }
  expect(risks).toHaveLength(repeaters);
  expect(risks).toEqual(risks.toSorted((one, other) => other - one));
  const high = await forecasts.listByRisk('none', { limit: 100, least: 0.9, most: 1 });
  expect(high.items.every(({ churnProbability }) => churnProbability >= 0.9)).toBe(true);
});

it('is one at a time, which a dead one holds up for half a day', async () => {
  const { begin, work, forecasts } = worker();
  const { result, step } = await begin();
  expect(await begin()).toMatchObject({ result: { id: result.id }, writes: [] });
  const next = { ...origin, at: '2026-11-23T22:00:00.000Z' };
  const second = await begin(next);
  expect(second.result.number).toBe(result.number + 1);
  // The one that was given up does nothing any more.
  expect(await work(step)).toBeUndefined();
  expect(await forecasts.get(result.id)).toMatchObject({ status: 'fitting' });
});

it('goes on where two workers do the same step at once', async () => {
  const { begin, work, forecasts } = worker();
  const { step } = await begin({ ...origin, at: '2026-11-24T22:00:00.000Z' });
  const both = await Promise.all([work(step), work(step)]);
  expect(both).toContainEqual({ ...step, version: 2 });
  expect(await forecasts.get(step.forecastId)).toMatchObject({ status: 'listing', version: 2 });
});

it('takes a sample without choice where they are too many, the same each time', async () => {
  const values = createValueReader(rig.table);
  const [one, other] = [await readBuyers(values, 500), await readBuyers(values, 500)];
  expect(one.customers).toBe(1100);
  expect(one.buyers.length).toBeLessThanOrEqual(500);
  expect(one.buyers.length).toBeGreaterThan(150);
  expect(other).toEqual(one);
  const share = one.buyers.filter(({ history }) => history.days.length > 1).length / one.buyers.length;
  expect(Math.abs(share - repeaters / 1100)).toBeLessThan(0.1);
});

it('is refused where nothing has been bought, and keeps the models in force when they were there before', async () => {
  const empty = await startTable();
  try {
    const { forecasts, begin, work } = worker(empty.table);
    const { step } = await begin();
    expect(await work(step)).toBeUndefined();
    expect(await forecasts.get(step.forecastId)).toMatchObject({
      status: 'refused',
      refusal: 'too-few-customers',
    });
    const state = await forecasts.findState();
    expect(state).toMatchObject({ refusal: 'too-few-customers' });
    expect([state?.running, state?.current]).toEqual([undefined, undefined]);
    // Models that are in force stay so.
    const current = {
      ...{ id: step.forecastId, number: 1, through: '2026-11-22', spending: [] },
      buying: likeCdnow.buying,
    };
    await empty.table.commit([forecasts.changeState(state, { ...state!, current })]);
    await work((await begin()).step);
    expect(await forecasts.findState()).toMatchObject({ current, refusal: 'too-few-customers' });
  } finally {
    await empty.close();
  }
});

it('leaves out whose days of purchase are not kept yet', async () => {
  const table = await startTable();
  try {
    const id = newId(customerId);
    const old = {
      ...{ id, version: 1, customer: { owner: null }, orders: 1, purchaseDays: 1 },
      spending: [{ currency: 'USD', orders: 1, net: 1, average: 1 }],
      ...{ firstOrderAt: at(through), lastOrderAt: at(through) },
    };
    await table.table.commit(createInsightsStore(table.table).change(undefined, old));
    expect(await table.table.find(valueItem, { id })).toMatchObject({ orders: 1 });
    expect(await readBuyers(createValueReader(table.table))).toEqual({ customers: 1, buyers: [] });
  } finally {
    await table.close();
  }
});
