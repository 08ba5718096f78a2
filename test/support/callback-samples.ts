import { newCallback } from '../../functions/callbacks/callbacks/callbacks.rules.ts';
import type { Callback } from '../../functions/callbacks/callbacks/callbacks.schema.ts';

/** A Saturday evening in Shanghai. */
export const at = '2026-11-21T10:00:00.000Z';

/** A callback that was opened at `at` for Monday 10:00 in Shanghai. */
export function aCallback(changes: Partial<Callback> = {}): Callback {
  const made = newCallback({
    id: 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq',
    contact: { id: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', name: '王芳' },
    reason: { kind: 'manual', why: 'Asked to be called' },
    owner: 'wang.fang',
    priority: 'normal',
    due: {
      instant: '2026-11-23T02:00:00.000Z',
      wallTime: '2026-11-23T10:00',
      timeZone: 'Asia/Shanghai',
    },
    at,
  });
  return { ...made, ...changes };
}
