/** The notification of the owner of a due callback, on a real engine: asked for once, and what the mail says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { callbackRenderer } from '../../../functions/callbacks/callbacks/callbacks.mail.ts';
import {
  type Callback,
  callbackId as kind,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { notifyOwner } from '../../../functions/callbacks/callbacks/operations/notify-owner.ts';
import { createMessageReader } from '../../../functions/contact/messaging/index.ts';
import { insert } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

async function aDueCallback(changes: Partial<Callback> = {}) {
  const callback = aCallback({ id: newId(kind), status: 'due', ...changes });
  await engine.table.commit([insert(callbackItem, callback, { onConflict: new Error('is there already') })]);
  return { callbackId: callback.id, scheduleVersion: 1 };
}

/** Hears of the callback and writes what follows; answers the id of the message, if there is one to be written. */
async function hear(key: { callbackId: string; scheduleVersion: number }, instant = at) {
  const origin = {
    actor: { kind: 'system' as const, id: 'callbacks-notifying' },
    correlationId: 'request',
    hops: 1,
    at: instant,
  };
  const context = { callbacks: createCallbacksStore(engine.table), origin };
  const { result, writes } = await notifyOwner(key, context);
  const outcome = await engine.table.commit(writes);
  return { result, outcome, messageId: writes[0]?.key.pk.slice('MSG#'.length) ?? '' };
}

const messageOf = (id: string) => createMessageReader(engine.table).find(id);

describe('the owner of a due callback', () => {
  it('is sent one message for each promise, however often that is heard', async () => {
    const key = await aDueCallback();
    const heard = await Promise.all(Array.from({ length: 10 }, () => hear(key)));
    const later = await hear(key, instantAfter(at, { hours: 3 }));
    expect(new Set([...heard, later].map(({ messageId }) => messageId)).size).toBe(1);
    expect(heard.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
    expect(later.outcome).toBe('already');
    expect(await messageOf(later.messageId)).toMatchObject({
      state: 'planned',
      recipient: { kind: 'staff', id: 'wang.fang' },
      purpose: 'notifications',
      template: 'callback-due',
      expiresAt: '2026-11-22T10:00:00.000Z',
    });
  });

  it('is sent another message when another time has been promised since', async () => {
    const first = await aDueCallback();
    const { messageId } = await hear(first);
    const moved = await aDueCallback({ scheduleVersion: 2 });
    const second = await hear({ ...moved, scheduleVersion: 2 });
    expect(second.messageId).not.toBe(messageId);
  });

  it('must be there, and the callback must be due for this promise', async () => {
    const ofTeam = await aDueCallback({ owner: null });
    const scheduled = await aDueCallback({ status: 'scheduled' });
    const moved = { ...(await aDueCallback()), scheduleVersion: 2 };
    const results = [];
    for (const key of [ofTeam, scheduled, moved]) results.push((await hear(key)).result);
    expect(results).toEqual(['no-owner', 'stale', 'stale']);
  });

  it('gets the longest note and reason cut to what a message holds', async () => {
    const reason = { kind: 'manual' as const, why: '急'.repeat(300) };
    const customerName = '王'.repeat(120);
    const { messageId } = await hear(await aDueCallback({ note: '慢'.repeat(1000), reason, customerName }));
    const data = JSON.stringify((await messageOf(messageId))?.data);
    expect(data).toContain('急'.repeat(300));
    expect(data).toContain('慢'.repeat(500));
    expect(data).not.toContain('慢'.repeat(501));
  });
});

describe('the mail', () => {
  async function mail(language: 'zh-CN' | 'en', changes: Partial<Callback> = {}) {
    const { messageId } = await hear(await aDueCallback(changes));
    const data = (await messageOf(messageId))?.data;
    const recipient = { name: '王芳', language };
    return callbackRenderer.render({ content: undefined, data, recipient, links: undefined });
  }

  it('says whom to call, when and why, in the language of the owner', async () => {
    const { subject, text } = await mail('en', { note: 'Speaks English' });
    expect(subject).toBe('Call due: 王芳');
    for (const said of ['2026-11-23 10:00', 'Asia/Shanghai', 'Asked to be called', 'Speaks English']) {
      expect(text).toContain(said);
    }
    expect((await mail('zh-CN')).subject).toBe('回访到期：王芳');
  });

  it('names the score of a poor answer, and escapes what people wrote', async () => {
    const reason = {
      kind: 'low-score' as const,
      surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
      responseId: 'response_01jd3x5y9hf1bvt6w0k2m4n8pq',
      score: 2,
    };
    const { text, html } = await mail('en', { reason, note: '<script>alert(1)</script>' });
    expect(text).toContain('2 of 10');
    expect(html).not.toContain('<script');
  });
});
