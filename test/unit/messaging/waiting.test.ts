/** Who waits in the due list for a turn is woken in time for it, however late the sweep, and only once. */
import { describe, expect, it } from 'vitest';
import { waitForTurn } from '../../../functions/contact/messaging/messaging.rules.ts';
import { Message } from '../../../functions/contact/messaging/messaging.schema.ts';
import { useOfTurn } from '../../../functions/contact/pacing/pacing.rules.ts';

const start = Date.parse('2026-11-23T01:00:00.000Z');
const instant = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const hour = 3600;
const turn = start / 1000 + hour;

const planned = Message.parse({
  id: `message_${'0'.repeat(26)}`,
  template: 'invitation',
  purpose: 'surveys',
  channel: 'email',
  recipient: { kind: 'department' },
  data: {},
  topics: [],
  expiresAt: instant(24 * hour),
  version: 1,
  correlationId: 'c',
  state: 'planned',
  attempt: 0,
});

/** The message in the due list, and the second, from the start, from which on a sweep finds it. */
function listed() {
  const waiting = waitForTurn(planned, turn, instant(0));
  if ('delaySeconds' in waiting) throw new Error('It waits in the queue');
  return { waiting, dueAt: (Date.parse(waiting.waitsUntil ?? '') - start) / 1000 };
}

describe('a turn for which a message waits in the due list', () => {
  // Scheduler fires somewhere within the minute: of two sweeps one may be 0 s late, the next 59 s
  // (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). From the sweep to the sender there
  // are two queues, a bus and two functions, which may have to start.
  it.each([0, 1, 59, 60, 90, 119])(
    'is not missed when the sweep comes %d s after the first it may',
    (late) => {
      const { dueAt } = listed();
      for (const onItsWay of [0, 2, 10]) {
        expect(useOfTurn(undefined, turn, instant(dueAt + late + onItsWay))).not.toBe('give-back');
      }
    },
  );

  it('is waited for in the queue once the message is woken, and over before it would be told again', () => {
    const { waiting, dueAt } = listed();
    const woken = waitForTurn(waiting, turn, instant(dueAt));
    // An entry that was told comes up again after two minutes.
    expect(woken).toEqual({ delaySeconds: expect.any(Number) });
    expect('delaySeconds' in woken && woken.delaySeconds).toBeLessThan(120);
  });
});
