/**
 * A campaign's mails on a clock of their own: five senders, their queue with its delays, the minute's sweep of the due
 * list, all on the real engine, and the account of the local cloud's SES, which refuses what SES would.
 */
import { describe, expect, it } from 'vitest';
import { createMessageCounts, requestMessages } from '../../functions/contact/messaging/index.ts';
import { sendMessage } from '../../functions/contact/messaging/operations/send-message.ts';
import { createPacer } from '../../functions/contact/pacing/operations/pace-mails.ts';
import { paceItem } from '../../functions/contact/pacing/pacing.items.ts';
import { createPaceStore } from '../../functions/contact/pacing/pacing.store.ts';
import { createDueListStore } from '../../functions/platform/platform.store.ts';
import { createRandom } from '../../infra/demo/random.ts';
import { AwsError, type SesAccount } from '../../infra/local/cloud.ts';
import { createSendQuota } from '../../infra/local/services/ses/account.ts';
import type { SendOutcome } from '../../shared/messaging/channel.ts';
import type { Email } from '../../shared/messaging/email.ts';
import type { Renderer } from '../../shared/messaging/renderer.ts';
import { remove } from '../../shared/table/write.ts';
import { aRequest, at, type Outbox, openOutbox, origin } from '../engine/messaging/outbox.ts';

interface Case {
  readonly mails: number;
  /** The setting. */
  readonly mailsPerSecond: number;
  readonly account: Partial<SesAccount>;
}

interface InQueue {
  readonly visibleAt: number;
  readonly messageId: string;
  readonly second?: number;
}

const minute = 60_000;
const senders = 5;
const batch = 10;

/**
 * The first sweep from an instant on; those that publish nothing are left out. Scheduler fires within the minute: here
 * on time and 55 seconds late in turn (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). What
 * comes later still sends a few turns at once, which SES may send away: test/unit/messaging has that none is missed.
 */
function sweepFrom(from: number): number {
  if (from === Number.POSITIVE_INFINITY) return from;
  const firesAt = (count: number) => count * minute + (count % 2) * 55_000;
  let count = Math.floor(from / minute);
  while (firesAt(count) < from) count += 1;
  return firesAt(count);
}

/** Lives through a campaign until nothing waits any more. */
async function liveThrough(outbox: Outbox, { mails, mailsPerSecond, account }: Case) {
  await outbox.table.commit([remove(paceItem, {})]);
  const customerId = await outbox.customer();
  const group = `run_${Math.random()}`;
  const requests = Array.from({ length: mails }, () =>
    aRequest({
      recipient: { kind: 'customer', id: customerId },
      group,
      expiresAt: '2026-12-23T01:00:00.000Z',
    }),
  );
  for (let first = 0; first < mails; first += 40) {
    await outbox.table.commit(requestMessages(requests.slice(first, first + 40), origin));
  }
  const ids = requests.map(({ id }) => id);
  const sent = await sendAll(outbox, ids, { mailsPerSecond, account });
  const counts = (await createMessageCounts(outbox.table).ofGroups([group])).get(group);
  return { ...sent, counts, sendIds: ids.map((id) => `${id}-1`) };
}

interface Sending extends Omit<Case, 'mails'> {
  /** Beside those of the outbox. */
  readonly renderers?: readonly Renderer[];
  /** How often a message is delivered twice, of a hundred. @default 0 */
  readonly twice?: number;
  /** Whether a delivery that fails comes again half a minute later. @default it ends the test */
  readonly comesAgain?: boolean;
  /** Hears of each instant at which something is delivered, when it is over. */
  readonly after?: (clock: number) => void;
}

/** Sends what was asked for, by five senders and the sweeps of the due list, until nothing waits any more. */
export async function sendAll(outbox: Outbox, ids: readonly string[], sending: Sending) {
  const { mailsPerSecond, account, renderers = [], twice = 0, comesAgain = false, after } = sending;
  let clock = Date.parse(at);
  const now = () => new Date(clock).toISOString();
  const quota = createSendQuota(() => clock);
  quota.set(account);
  const sentAt = new Map<string, number[]>();
  let refusals = 0;
  let queue: InQueue[] = ids.map((messageId) => ({ visibleAt: clock, messageId }));
  const random = createRandom(ids[0] ?? '');

  const email = {
    async send({ sendId }: Email): Promise<SendOutcome> {
      try {
        quota.take();
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        refusals += 1;
        return {
          outcome: 'retry',
          reason: error.message,
          limit: /quota/.test(error.message) ? 'quota' : 'rate',
        };
      }
      sentAt.set(sendId, [...(sentAt.get(sendId) ?? []), clock]);
      return { outcome: 'accepted', messageId: sendId };
    },
  };
  const offices = Array.from({ length: senders }, () => {
    const office = outbox.office();
    return {
      state: office.state,
      context: {
        ...office.context,
        renderers: [...office.context.renderers, ...renderers],
        email,
        now,
        pacers: {
          ...office.context.pacers,
          email: createPacer({ pace: createPaceStore(outbox.table), mailsPerSecond, now }),
        },
        sendLater: async (turn: { messageId: string; second: number }, delaySeconds: number) => {
          expect(delaySeconds).toBeLessThanOrEqual(900);
          queue.push({ ...turn, visibleAt: clock + Math.max(0, delaySeconds) * 1000 });
        },
      },
    };
  });

  const dueList = createDueListStore(outbox.table);
  /** Who is in the due list, and from when on. */
  const waiting = new Map<string, number>();
  let swept = clock;
  for (let rounds = 0; ; rounds += 1) {
    expect(rounds).toBeLessThan(1_000_000);
    const visible = queue.filter(({ visibleAt }) => visibleAt <= clock).slice(0, senders * batch);
    if (visible.length > 0) {
      const taken = new Set(visible);
      queue = queue.filter((each) => !taken.has(each));
      // Whatever is thrown here would come again, and end in the dead letters: nothing is, where no call fails.
      const deliver = async (taken: InQueue, index: number) => {
        const { messageId, second } = taken;
        const office = offices[index % senders];
        if (office === undefined) throw new Error('There is no such sender');
        const message = await sendMessage(messageId, office.context, second).catch((error: unknown) => {
          if (!comesAgain) throw error;
          queue.push({ ...taken, visibleAt: clock + minute / 2 });
        });
        if (message === undefined) return;
        waiting.delete(messageId);
        if (message.waitsUntil !== undefined) waiting.set(messageId, Date.parse(message.waitsUntil));
      };
      const isTwice = ({ messageId }: InQueue) => random.roll(clock, messageId) * 100 < twice;
      const deliveries = visible.flatMap((each) => (isTwice(each) ? [each, each] : [each]));
      await Promise.all(deliveries.map(deliver));
      after?.(clock);
      continue;
    }
    const sweepAt = sweepFrom(Math.max(Math.min(...waiting.values()), swept + 1));
    const next = Math.min(...queue.map(({ visibleAt }) => visibleAt), sweepAt);
    if (next === Number.POSITIVE_INFINITY) break;
    clock = next;
    if (clock < sweepAt) continue;
    swept = clock;
    // A sweep that fails is made up for by the next one.
    const failed = (error: unknown): false => {
      if (!comesAgain) throw error;
      return false;
    };
    const due = await dueList.listDue('messages', now(), 5000).catch(failed);
    if (due === false) continue;
    for (const entry of due) {
      const isPutOff = await dueList.putOff(entry, now()).then(() => true, failed);
      if (isPutOff) queue.push({ visibleAt: clock, messageId: entry.id });
    }
    // What was done although its reply was lost is not due any more.
    const isDue = new Set(due.map(({ id }) => id));
    for (const [id, time] of waiting) if (time <= clock && !isDue.has(id)) waiting.delete(id);
  }
  const pauses = offices.reduce((sum, { state }) => sum + state.pauses, 0);
  return { sentAt, refusals, pauses, lastAt: clock };
}

function perSecond(sentAt: ReadonlyMap<string, readonly number[]>): number {
  const counts = new Map<number, number>();
  for (const times of sentAt.values()) {
    for (const at of times) counts.set(Math.floor(at / 1000), (counts.get(Math.floor(at / 1000)) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** Declares the tests: a campaign of so many mails at several rates, and with a quota that it exceeds by some. */
export function provePace({ mails, beyondQuota }: { mails: number; beyondQuota: number }): void {
  describe(`a campaign of ${mails} mails`, { timeout: Math.max(120_000, mails * 600) }, () => {
    it.each([1, 14])(
      'at %d a second is sent once each, never faster, and nobody is sent away',
      async (rate) => {
        const outbox = await openOutbox();
        const account = { mailsPerSecond: rate };
        const lived = await liveThrough(outbox, { mails, mailsPerSecond: rate, account });
        expect([...lived.sentAt.keys()].sort()).toEqual(lived.sendIds.toSorted());
        expect([...lived.sentAt.values()].every((times) => times.length === 1)).toBe(true);
        expect(perSecond(lived.sentAt)).toBeLessThanOrEqual(rate);
        expect(lived.refusals).toBe(0);
        expect(lived.counts).toMatchObject({ planned: mails, sent: mails });
        // Nine tenths of the rate are for campaigns.
        const seconds = (Math.max(...[...lived.sentAt.values()].flat()) - Date.parse(at)) / 1000;
        expect(seconds).toBeLessThanOrEqual((mails / rate) * (10 / 9) + 75);
        await outbox.close();
      },
    );

    it('of which the day’s quota takes only a part waits for the next day, costs no try and tells people', async () => {
      const outbox = await openOutbox();
      const mailsPerDay = mails - beyondQuota;
      const lived = await liveThrough(outbox, {
        ...{ mails, mailsPerSecond: 14, account: { mailsPerSecond: 14, mailsPerDay } },
      });
      expect([...lived.sentAt.keys()].sort()).toEqual(lived.sendIds.toSorted());
      expect([...lived.sentAt.values()].every((times) => times.length === 1)).toBe(true);
      expect(lived.counts).toMatchObject({ planned: mails, sent: mails });
      const dayAfter = [...lived.sentAt.values()]
        .flat()
        .filter((time) => time - Date.parse(at) >= 86_400_000);
      expect(dayAfter).toHaveLength(beyondQuota);
      // Once an hour some find out that it is still used up; the others do not even call.
      expect(lived.refusals).toBeLessThanOrEqual(25 * 14);
      expect(lived.pauses).toBeGreaterThanOrEqual(24);
      await outbox.close();
    });

    it('faster than the account lets it is sent all the same, and each mail once', async () => {
      const outbox = await openOutbox();
      const lived = await liveThrough(outbox, {
        ...{ mails, mailsPerSecond: 14, account: { mailsPerSecond: 5 } },
      });
      expect([...lived.sentAt.keys()].sort()).toEqual(lived.sendIds.toSorted());
      expect([...lived.sentAt.values()].every((times) => times.length === 1)).toBe(true);
      expect(perSecond(lived.sentAt)).toBeLessThanOrEqual(5);
      expect(lived.counts).toMatchObject({ planned: mails, sent: mails });
      // After fourteen and seven a second three are taken, of which nine tenths are for campaigns; and the pauses.
      expect((lived.lastAt - Date.parse(at)) / 1000).toBeLessThanOrEqual((mails / 3) * (10 / 9) + 1800);
      expect(lived.refusals).toBeLessThanOrEqual(100);
      await outbox.close();
    });
  });
}
