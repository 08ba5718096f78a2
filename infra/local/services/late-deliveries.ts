/** Hands deliveries over at once, or twice, or late, as the fault rules say; late ones survive a restart. */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';

export interface Deliveries<T> {
  plan(delivery: T, label: string): void;
}

interface Late<T> {
  readonly at: number;
  readonly label: string;
  readonly delivery: T;
}

export function createDeliveries<T>(
  cloud: Cloud,
  kind: 'bus' | 'schedule',
  deliver: (delivery: T) => void,
): Deliveries<T> {
  const waiting = cloud.state.map<Late<T>>(`late-${kind}`);
  for (const [id, late] of waiting) arm(id, late);

  function arm(id: string, late: Late<T>): void {
    cloud.clock.schedule(late.at, late.label, () => {
      deliver(late.delivery);
      waiting.delete(id);
    });
  }

  function postpone(late: Late<T>): void {
    const id = randomUUID();
    waiting.set(id, late);
    arm(id, late);
  }

  function plan(delivery: T, label: string): void {
    const { duplicate, lateMs } = cloud.faults.forDelivery(kind);
    for (let copies = duplicate ? 2 : 1; copies > 0; copies -= 1) {
      if (lateMs > 0) postpone({ at: cloud.clock.now() + lateMs, label: `late ${label}`, delivery });
      else deliver(delivery);
    }
  }

  return { plan };
}
