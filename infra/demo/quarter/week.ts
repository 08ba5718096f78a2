/** One week of the quarter: mails come, customers answer, agents call back. */

import type { Control } from '../control-client.ts';
import type { ClientOf, DemoClient } from '../demo-client.ts';
import type { Random } from '../random.ts';
import { type Agent, isInOffice, workQueue } from './agents.ts';
import { askAboutService, askLessOften, findProgramme, keepOfficeRunning } from './office.ts';
import type { Respondents } from './respondents.ts';

export interface Quarter {
  readonly control: Control;
  readonly random: Random;
  readonly respondents: Respondents;
  readonly agents: readonly Agent[];
  readonly clientOf: ClientOf;
  /** Callbacks that the agents have worked on, by id. */
  readonly worked: Set<string>;
  /** Addresses of customers with whom an agent has spoken. */
  readonly spokenWith: Set<string>;
  /** Runs of campaigns whose mails have been read. */
  readonly runs: Set<string>;
  readonly tally: Tally;
}

export interface Tally {
  answered: number;
  unsubscribed: number;
  calls: number;
  created: number;
  changed: number;
  contacts: number;
  visitors: number;
}

/** Hours after Monday 00:00 UTC at which people get to things: 10:30 and 17:00 in Shanghai, 09:00 and 15:00 in London. */
const moments = [0, 1, 2, 3, 4].flatMap((day) => [24 * day + 2.5, 24 * day + 9, 24 * day + 15]);

/** In these weeks the manager changes what is asked and when. */
const decisions: Readonly<Record<number, (manager: DemoClient) => Promise<void>>> = {
  async 2(manager) {
    await askLessOften(manager);
    await askAboutService(manager);
  },
};

/**
 * @param monday its first instant, in UTC
 * @param report told what is going on
 * @returns the week in a few words
 */
export async function liveThroughWeek(
  quarter: Quarter,
  week: number,
  monday: string,
  report: (line: string) => void,
): Promise<string> {
  const { control, tally, clientOf } = quarter;
  const before = { ...tally };
  const morning = await control.advanceTo(hoursAfter(monday, 0.5));
  add(tally, await keepOfficeRunning(clientOf, quarter.random, week, morning));
  for (const hours of moments) {
    const now = await control.advanceTo(hoursAfter(monday, hours));
    report(`${now.slice(0, 16).replace('T', ' ')} UTC`);
    await takeNotice(quarter, week, now);
  }
  tally.visitors += await askInTheShop(quarter, monday.slice(0, 10));
  await decisions[week]?.(clientOf('li.na'));
  const grown = (name: keyof Tally) => tally[name] - before[name];
  return `answers ${grown('answered')}, calls ${grown('calls')}, new customers ${grown('created')}`;
}

/** Everybody gets to what has come up until now. */
async function takeNotice(quarter: Quarter, week: number, now: string): Promise<void> {
  const { control, random, respondents, tally, spokenWith } = quarter;
  if (await hasNewRun(quarter)) respondents.readMail(await control.inbox(), week);
  add(tally, await respondents.act(now, spokenWith));
  await control.idle();
  for (const agent of quarter.agents.filter((each) => isInOffice(each, now))) {
    const callbacks = await workQueue(agent, random, now);
    tally.calls += callbacks.length;
    for (const callback of callbacks) quarter.worked.add(callback.id);
    const reached = callbacks.filter(({ outcome }) => outcome === 'reached');
    for (const { customerId } of reached) {
      const { body } = await agent.client.customers.getCustomer({ params: { customerId } });
      if (body.email !== undefined) spokenWith.add(body.email);
    }
  }
}

/** Behind the poster nobody knows who answers. */
async function askInTheShop({ clientOf, respondents }: Quarter, day: string): Promise<number> {
  const manager = clientOf('li.na');
  let answered = 0;
  for (const { id: surveyId } of (await findProgramme(manager)).surveys) {
    const { body } = await manager.collectors.listCollectors({ params: { surveyId }, query: {} });
    for (const { id: collectorId } of body.items) {
      const { body: collector } = await manager.collectors.getCollector({ params: { collectorId } });
      answered += await respondents.comeBy(collector.link, day);
    }
  }
  return answered;
}

async function hasNewRun({ clientOf, runs }: Quarter): Promise<boolean> {
  const manager = clientOf('li.na');
  const known = runs.size;
  for (const { id } of (await findProgramme(manager)).campaigns) {
    const { body } = await manager.results.listCampaignRuns({ params: { campaignId: id }, query: {} });
    for (const run of body.items) runs.add(run.id);
  }
  return runs.size > known;
}

function add(tally: Tally, more: Partial<Tally>): void {
  for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += more[name] ?? 0;
}

function hoursAfter(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}
