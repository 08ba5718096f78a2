/** The fault load under which the promises must hold: 5 % of calls and of deliveries go wrong, and processes die. */
import type { FaultRule } from '../../infra/local/cloud.ts';
import type { OwnCloud } from './cloud.ts';

/**
 * Of 100 calls of a function to AWS five go wrong: refused for load, cancelled by a conflict, stalled beyond the
 * client's patience, or carried out with the reply lost. Stalls are few because each costs three real seconds.
 * Of 100 deliveries five come twice and five come late.
 *
 * @param times how many times as much of it
 */
export function faultLoad(seed: number, times = 1): FaultRule[] {
  const calls = (['throttle', 'conflict', 'drop-reply', 'error'] as const).map((kind, index) => ({
    service: '*',
    rate: 0.01225 * times,
    kind,
    seed: seed + index,
  }));
  const deliveries = ['queue', 'stream', 'bus', 'schedule'].flatMap((service, index) =>
    (['duplicate', 'late'] as const).map((kind) => ({
      service,
      rate: 0.05 * times,
      kind,
      seed: seed + 10 + index,
    })),
  );
  const stalls = { service: '*', rate: 0.001, kind: 'stall', seed: seed + 5 } as const;
  // An event takes some eight calls: so a process dies about every 200 events.
  const kills = { service: '*', rate: 0.0006 * times, kind: 'kill', seed: seed + 6 } as const;
  return [...calls, stalls, kills, ...deliveries];
}

/** So long that a message which failed has come again by then, whichever queue it is from. */
const round = { duration: 'PT30M' };
const mostRounds = 8;

/**
 * Lets a round of time pass under the faults in force, ends them, and lets more pass until every queue is empty: dead
 * letters go back at the start of each round, as whoever runs the system would send them. Throws when something stays.
 */
export async function settle(cloud: OwnCloud): Promise<void> {
  await cloud.local.advance(round);
  await cloud.faults([]);
  for (let rounds = 1; ; rounds += 1) {
    await redriveDeadLetters(cloud);
    await cloud.local.advance(round);
    const left = (await cloud.queues()).filter(
      ({ visible, inFlight, delayed }) => visible + inFlight + delayed > 0,
    );
    if (left.length === 0) return;
    if (rounds === mostRounds)
      throw new Error(`Messages stay in ${left.map(({ name }) => name).join(', ')}.`);
  }
}

/** Sends all dead letters back to the queues that they came from. */
export async function redriveDeadLetters(cloud: OwnCloud): Promise<void> {
  for (const { name, deadLetterOf, visible } of await cloud.queues())
    if (deadLetterOf.length > 0 && visible > 0) cloud.local.queues.redrive(name);
}
