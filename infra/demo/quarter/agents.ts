/** The agents of the demo: each works on what is due in the own queue and in the team's. */

import type { Callback, CallbackSummary } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import type { Outcome } from '../../../functions/callbacks/calling/calling.schema.ts';
import type { DemoClient } from '../demo-client.ts';
import { inParallel } from '../in-parallel.ts';
import type { Random } from '../random.ts';
import { workdayAfter } from '../workdays.ts';

export interface Agent {
  readonly id: string;
  readonly client: DemoClient;
  /** First and last hour of the office day, in UTC. */
  readonly office: { readonly from: number; readonly to: number };
  /** What this agent notes down after a call that reached somebody. */
  readonly notes: readonly string[];
}

export const notesInChinese = ['已致歉并补发。', '客户接受方案，持续跟进。', '问题已解决，客户表示满意。'];
export const notesInEnglish = [
  'Apologised and sent a replacement.',
  'Explained the delay; settled.',
  'Solved.',
];

const outcomes: readonly (readonly [Outcome, number])[] = [
  ['reached', 66],
  ['no-answer', 14],
  ['call-later', 8],
  ['busy', 5],
  ['refused', 5],
  ['wrong-number', 2],
];

/** After so many calls in vain an agent gives up. */
const patience = 3;

export function isInOffice({ office }: Agent, now: string): boolean {
  const hour = new Date(now).getUTCHours();
  return office.from <= hour && hour < office.to;
}

/** Calls everybody who is due in the own queue and the team's; answers the callbacks as they then are. */
export async function workQueue(agent: Agent, random: Random, now: string): Promise<readonly Callback[]> {
  const { callbacks } = agent.client;
  const due: CallbackSummary[] = [];
  for (const owner of [agent.id, 'none']) {
    const { body } = await callbacks.listCallbacks({ query: { owner, status: 'due', limit: 100 } });
    due.push(...body.items);
  }
  return inParallel(due, 4, (card) => call(agent, card, random, now));
}

async function call(agent: Agent, card: CallbackSummary, random: Random, now: string): Promise<Callback> {
  const params = { callbackId: card.id };
  const { body: claimed } = await agent.client.callbacks.claimCallback({ params });
  const about = [claimed.customerName, claimed.reason.kind, claimed.attempts.length, now.slice(0, 10)];
  const outcome = random.choose(outcomes, 'outcome', ...about);
  const tired = claimed.attempts.length + 1 >= patience;
  const mayBeTriedAgain = ['call-later', 'no-answer', 'busy'].includes(outcome);
  const again = mayBeTriedAgain && !tired;
  const completion = {
    outcome: outcome === 'call-later' && tired ? ('no-answer' as const) : outcome,
    ...(outcome === 'reached' ? { note: random.pick(agent.notes, 'note', ...about) } : {}),
    ...(again ? { due: tomorrowMorning(now, claimed.due.timeZone) } : {}),
    ...(tired && mayBeTriedAgain ? { close: true as const } : {}),
  };
  const { body: done } = await agent.client.callbacks.completeCallback({ params, body: completion });
  return done;
}

/** Ten o'clock on the customer's next working day. */
function tomorrowMorning(now: string, timeZone: string) {
  return { wallTime: `${workdayAfter(now, 1, timeZone)}T10:00`, timeZone };
}
