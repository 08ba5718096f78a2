import type { EventContext } from '../../../../shared/events/event.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import { shardOf } from '../../../../shared/table/pattern.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Pace } from '../../../../shared/time/pace.ts';
import type { ValueReader } from '../../insights/index.ts';
import type { ForecastStep } from '../forecasts.messages.ts';
import { type Buyer, dayNumber, fitModels, riskOf } from '../forecasts.rules.ts';
import type { ForecastState, StoredForecast } from '../forecasts.schema.ts';
import type { ForecastsStore } from '../forecasts.store.ts';

interface Context {
  readonly forecasts: Pick<
    ForecastsStore,
    'find' | 'findState' | 'advance' | 'finish' | 'changeState' | 'keepRisk'
  >;
  readonly values: Pick<ValueReader, 'listBuyers' | 'findMany'>;
  readonly commit: (writes: readonly Write[]) => Promise<unknown>;
  readonly pace: Pace;
  readonly origin: EventContext;
}

/** How many customers a model is fitted to at most: twice as many narrow its parameters by a third. */
const mostInSample = 50_000;

/** Rows of a page of the walk that looks who has bought: they are small. */
const buyersOfPage = 900;

const valuesAtOnce = 100;

/** Risks that are written before the walk notes how far it has come. */
const risksOfStep = 200;

/** How many of these are written at once, when they have their turn. */
const risksAtOnce = 10;

/**
 * Fits the models of a forecast, or lists the next customers by their risk, and answers the step that comes then; undefined when
 * none does, or when another delivery of the same step goes on. A step that is done twice writes the same.
 */
export async function workForecast(step: ForecastStep, context: Context): Promise<ForecastStep | undefined> {
  const { forecasts, origin } = context;
  const [before, state] = [await forecasts.find(step.forecastId), await forecasts.findState()];
  if (before === undefined || state?.running?.id !== before.id) return undefined;
  const next = { forecastId: before.id, version: step.version + 1 };
  // A process that died behind its writes has left the next step behind.
  if (before.version !== step.version) return before.version === next.version ? next : undefined;
  try {
    const after = { ...before, version: before.version + 1, updatedAt: origin.at };
    if (before.status === 'fitting') return (await fitAll(before, after, state, context)) ? next : undefined;
    return (await listOn(before, after, state, context)) ? next : undefined;
  } catch (error) {
    // Whoever was faster goes on.
    if (error instanceof ConcurrentModification) return undefined;
    throw error;
  }
}

/** @returns whether anything is left to do */
async function fitAll(
  before: StoredForecast,
  base: StoredForecast,
  state: ForecastState,
  { forecasts, values, commit, origin }: Context,
): Promise<boolean> {
  const { customers, buyers } = await readBuyers(values);
  // Of the day on which it is made only a part has passed.
  const through = dayNumber(before.createdAt) - 1;
  const fitted = fitModels(
    buyers.filter(({ firstDay }) => firstDay <= through),
    through,
  );
  const { refusal: _, running: __, ...rest } = state;
  if (fitted.buying === undefined) {
    const refusal = fitted.refusal ?? 'no-maximum';
    const after: StoredForecast = { ...base, ...fitted, customers, refusal, status: 'refused' };
    const changed = forecasts.changeState(state, { ...rest, refusal });
    await commit([...forecasts.finish(before, after, origin), changed]);
    return false;
  }
  const after: StoredForecast = { ...base, ...fitted, customers, status: 'listing' };
  const { id, number, spending } = after;
  const current = { id, number, spending, buying: fitted.buying, through: fitted.through ?? '' };
  const changed = forecasts.changeState(state, { ...state, refusal: undefined, current });
  await commit([forecasts.advance(before, after), changed]);
  return true;
}

/**
 * Who has bought what, of a sample where they are too many for the memory of a function. Read from the list of all who have
 * bought, which may lag by a second, and from their values, likewise: for parameters that a single customer does not move, that is
 * exact enough, and costs half as much. Who is in the sample follows from a hash of their ids, so that a second attempt takes the
 * same. The days of purchase stand in the value, which is folded from all orders anyway: reading the orders again would cost as
 * many queries as there are customers, the values are a hundred in a request.
 */
export async function readBuyers(
  values: Context['values'],
  most = mostInSample,
): Promise<{ readonly customers: number; readonly buyers: readonly Buyer[] }> {
  const lots = 1024;
  const lotOf = (customerId: string) => shardOf(customerId, lots);
  // Whoever orders during the walk comes again further on.
  let sample = new Set<string>();
  let customers = 0;
  let lotsTaken = lots;
  let after: string | undefined;
  do {
    const page = await values.listBuyers({ limit: buyersOfPage, after });
    customers += page.buyers.length;
    for (const { customerId } of page.buyers) if (lotOf(customerId) < lotsTaken) sample.add(customerId);
    while (sample.size > most) {
      lotsTaken /= 2;
      sample = new Set([...sample].filter((customerId) => lotOf(customerId) < lotsTaken));
    }
    after = page.after ?? undefined;
  } while (after !== undefined);
  return { customers, buyers: await historiesOf([...sample], values) };
}

async function historiesOf(ids: readonly string[], values: Context['values']): Promise<readonly Buyer[]> {
  const buyers: Buyer[] = [];
  for (let start = 0; start < ids.length; start += valuesAtOnce) {
    const found = await values.findMany(ids.slice(start, start + valuesAtOnce));
    for (const { firstOrderAt, history } of found)
      if (history !== undefined) buyers.push({ firstDay: dayNumber(firstOrderAt), history });
  }
  return buyers;
}

/** @returns whether anything is left to do */
async function listOn(
  before: StoredForecast,
  base: StoredForecast,
  state: ForecastState,
  { forecasts, values, commit, pace, origin }: Context,
): Promise<boolean> {
  const { current } = state;
  if (current === undefined) return false;
  const page = await values.listBuyers({ limit: risksOfStep, after: before.after });
  const risks = page.buyers
    .map((buyer) => riskOf(buyer, current, origin.at))
    .filter((risk) => risk !== undefined);
  for (let start = 0; start < risks.length; start += risksAtOnce) {
    const some = risks.slice(start, start + risksAtOnce);
    await pace(some.length);
    await Promise.all(some.map((risk) => commit([forecasts.keepRisk(risk)])));
  }
  const { after: _, ...rest } = { ...base, listed: base.listed + risks.length };
  if (page.after !== null) {
    await commit([forecasts.advance(before, { ...rest, after: page.after })]);
    return true;
  }
  const { running: __, ...idle } = state;
  const done: StoredForecast = { ...rest, status: 'done' };
  await commit([...forecasts.finish(before, done, origin), forecasts.changeState(state, idle)]);
  return false;
}
