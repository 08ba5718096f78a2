/** The notification about a due callback, to its owner or to the department, on a real engine: asked for once, and what the mail says. */
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
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { insert } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { brand } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember } from './department.ts';

let engine: TestTable;

/** Somebody who works here. */
let owner: string;

beforeAll(async () => {
  engine = await startTable();
  owner = await aMember(engine.table);
});
afterAll(() => engine?.close());

async function aDueCallback(changes: Partial<Callback> = {}) {
  const callback = aCallback({ id: newId(kind), status: 'due', owner, ...changes });
  await engine.table.commit([insert(callbackItem, callback, { onConflict: new Error('is there already') })]);
  return { callbackId: callback.id, scheduleVersion: 1 };
}

/** Hears of the callback and writes what follows; answers the id of the message, if there is one to be written. */
async function hear(
  key: { callbackId: string; scheduleVersion: number },
  instant = at,
  details: 'full' | 'none' = 'full',
) {
  const origin = {
    actor: { kind: 'system' as const, id: 'callbacks-notifying' },
    correlationId: 'request',
    hops: 1,
    at: instant,
  };
  const context = {
    callbacks: createCallbacksStore(engine.table),
    customers: createCustomerReader(engine.table),
    staff: createStaffReader(engine.table),
    publicUrl: 'https://crm.rapport.example',
    details,
    origin,
  };
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
      recipient: { kind: 'staff', id: owner },
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

  it('is told of nothing that is not due for this promise', async () => {
    const scheduled = await aDueCallback({ status: 'scheduled' });
    const moved = { ...(await aDueCallback()), scheduleVersion: 2 };
    const results = [];
    for (const key of [scheduled, moved]) results.push((await hear(key)).result);
    expect(results).toEqual(['stale', 'stale']);
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

describe('the department', () => {
  it.each([
    ['of nobody', async () => null, 'team', 'nobody’s'],
    [
      'of somebody who has left',
      () => aMember(engine.table, { active: false }),
      'absent-owner',
      'give callback_',
    ],
    ['of somebody who was never registered', async () => 'unknown', 'absent-owner', 'give callback_'],
  ])('is told of a callback %s, once', async (_, ownerOf, result, said) => {
    const key = await aDueCallback({ owner: await ownerOf() });
    const first = await hear(key);
    expect(first.result).toBe(result);
    expect((await hear(key)).outcome).toBe('already');
    const message = await messageOf(first.messageId);
    expect(message).toMatchObject({ recipient: { kind: 'department' }, purpose: 'notifications' });
    const recipient = { name: 'Department', language: 'en' as const };
    const input = { content: undefined, data: message?.data, recipient, links: undefined, brand };
    expect(callbackRenderer.render(input).text).toContain(said);
  });
});

describe('the mail', () => {
  async function mail(
    language: 'zh-CN' | 'en',
    changes: Partial<Callback> = {},
    details: 'full' | 'none' = 'full',
  ) {
    const { messageId } = await hear(await aDueCallback(changes), at, details);
    const data = (await messageOf(messageId))?.data;
    const recipient = { name: '王芳', language };
    return callbackRenderer.render({ content: undefined, data, recipient, links: undefined, brand });
  }

  it('says whom to call, when and why, in the language of the owner', async () => {
    const { subject, text } = await mail('en', { note: 'Speaks English' });
    expect(subject).toBe('Call due: 王芳');
    for (const said of ['2026-11-23 10:00', 'Asia/Shanghai', 'Asked to be called', 'Speaks English']) {
      expect(text).toContain(said);
    }
    expect((await mail('zh-CN')).subject).toBe('回访到期：王芳');
  });

  const poorAnswer = {
    reason: {
      kind: 'low-score' as const,
      surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
      responseId: 'response_01jd3x5y9hf1bvt6w0k2m4n8pq',
      score: 2,
    },
    note: 'The delivery was late',
    attempts: [
      { at: '2026-11-20T02:00:00.000Z', by: 'wang.fang', outcome: 'busy' as const },
      { at: '2026-11-21T02:00:00.000Z', by: 'wang.fang', outcome: 'no-answer' as const, note: 'Twice' },
    ],
  };

  it('can be acted on: it has the number to call, the comment, the calls so far, and how to claim it', async () => {
    const customerId = await aCustomer(engine.table, owner);
    const { text, html } = await mail('en', { ...poorAnswer, customerId });
    expect(html).toContain('<a href="tel:+8613800138000"');
    for (const said of [
      'Call +8613800138000',
      'gave 2 of 10',
      'They wrote: The delivery was late',
      'Called so far: 2; the last time: no answer (2026-11-21)',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(/POST https:\/\/crm\.rapport\.example\/callbacks\/callback_\w+\/claim/);
  });

  it('says nothing of persons where mails are to hold nothing of them', async () => {
    const customerId = await aCustomer(engine.table, owner);
    const asked = { reason: { kind: 'manual' as const, why: 'Her mother is ill' }, note: 'Be gentle' };
    for (const changes of [poorAnswer, asked]) {
      const { subject, text, html } = await mail('en', { ...changes, customerId }, 'none');
      expect(subject).toBe(`Call due: ${customerId}`);
      for (const secret of ['王芳', '13800138000', 'late', 'mother', 'gentle', 'Twice']) {
        expect(text).not.toContain(secret);
        expect(html).not.toContain(secret);
      }
      expect(text).toContain('/claim');
    }
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
