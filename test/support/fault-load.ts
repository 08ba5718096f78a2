/** The fault load under which the promises must hold: 5 % of calls and of deliveries go wrong, and processes die. */
import type { FaultRule } from '../../infra/local/cloud.ts';

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
