/** The notification about a due callback, to its owner or to the department, on a real engine: asked for once, and what the mail says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackItem } from '../../../functions/callbacks/callbacks/callbacks.items.ts';
import { callbackRenderer } from '../../../functions/callbacks/callbacks/callbacks.mail.ts';
import { applyPatch } from '../../../functions/callbacks/callbacks/callbacks.rules.ts';
import {
  type Callback,
  callbackId as kind,
} from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import {
  notifyNewOwner,
  notifyOwner,
} from '../../../functions/callbacks/callbacks/operations/notify-owner.ts';
import { createCallSettingsReader } from '../../../functions/callbacks/calling/index.ts';
import { createMessageReader } from '../../../functions/contact/messaging/index.ts';
import { holdItem } from '../../../functions/contact/messaging/messaging.items.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { insert, put, type Write } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCallback, at } from '../../support/callback-samples.ts';
import { brand } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember } from './department.ts';

const site = 'https://rapport.example';

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

function contextAt(instant: string, details: 'full' | 'none' = 'full') {
  const origin = {
    actor: { kind: 'system' as const, id: 'callbacks-notifying' },
    correlationId: 'request',
    hops: 1,
    at: instant,
  };
  return {
    callbacks: createCallbacksStore(engine.table),
    customers: createCustomerReader(engine.table),
    staff: createStaffReader(engine.table),
    settings: createCallSettingsReader(engine.table),
    details,
    origin,
  };
}

/** Hears of the callback and writes what follows; answers the id of the message, if there is one to be written. */
async function hear(
  key: { callbackId: string; scheduleVersion: number },
  instant = at,
  details: 'full' | 'none' = 'full',
) {
  return written(await notifyOwner(key, contextAt(instant, details)));
}

async function written<Result>({ result, writes }: { result: Result; writes: readonly Write[] }) {
  const outcome = await engine.table.commit(writes);
  const asked = writes.find(({ key }) => key.pk.startsWith('MSG#'));
  return { result, outcome, messageId: asked?.key.pk.slice('MSG#'.length) ?? '' };
}

/** Gives a callback to somebody else and hears of it, so often. */
async function handOver(callbackId: string, to: string | null, by = 'li.na', times = 1, instant = at) {
  const before = await createCallbacksStore(engine.table).find(callbackId);
  if (before === undefined) throw new Error('no callback');
  const after = applyPatch(before, { owner: to }, undefined);
  await engine.table.commit([put(callbackItem, after)]);
  const hearOf = async () =>
    written(await notifyNewOwner({ callbackId, ownerVersion: after.ownerVersion, by }, contextAt(instant)));
  const heard = [];
  for (let time = 0; time < times; time += 1) heard.push(await hearOf());
  return heard;
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

describe('a new owner', () => {
  it('gets a note that is cut between characters, not within one', async () => {
    const key = await aDueCallback({ note: `a${'😀'.repeat(400)}` });
    expect((await hear(key)).outcome).toBe('committed');
  });

  it('is told once of each handing over, due or not, however often that is heard', async () => {
    const other = await aMember(engine.table);
    const due = await aDueCallback();
    const [first, again] = await handOver(due.callbackId, other, 'li.na', 2);
    expect([first?.outcome, again?.outcome]).toEqual(['committed', 'already']);
    expect(await messageOf(first?.messageId ?? '')).toMatchObject({
      ...{ recipient: { kind: 'staff', id: other }, data: { occasion: 'due' } },
    });
    const scheduled = await aDueCallback({ status: 'scheduled' });
    const [told] = await handOver(scheduled.callbackId, other);
    const message = await messageOf(told?.messageId ?? '');
    expect(message).toMatchObject({ recipient: { kind: 'staff', id: other } });
    const recipient = { name: 'Wang Fang', language: 'en' as const };
    const input = { content: undefined, data: message?.data, recipient, links: undefined, site, brand };
    expect(callbackRenderer.render(input).subject).toBe('Call handed over to you: 王芳');
    const back = await handOver(scheduled.callbackId, owner);
    const forth = await handOver(scheduled.callbackId, other);
    expect([back[0]?.outcome, forth[0]?.outcome]).toEqual(['committed', 'committed']);
    expect(forth[0]?.messageId).not.toBe(told?.messageId);
  });

  it('is told in place of the one before, whose mail is not sent any more', async () => {
    const key = await aDueCallback();
    const { messageId } = await hear(key);
    const held = async () => {
      const [topic] = (await messageOf(messageId))?.topics ?? [];
      return engine.table.find(holdItem, { topic });
    };
    expect(await held()).toBeUndefined();
    const since = '2036-11-21T10:00:00.000Z';
    const [told] = await handOver(key.callbackId, await aMember(engine.table), 'li.na', 1, since);
    expect(await held()).toMatchObject({ since, until: '2036-11-23T10:00:00.000Z' });
    const [topic] = (await messageOf(told?.messageId ?? ''))?.topics ?? [];
    expect(await engine.table.find(holdItem, { topic })).toBeUndefined();
  });

  it('is told nothing of what they took themselves, nor of what has gone on or is closed', async () => {
    const { callbackId } = await aDueCallback();
    const results = [(await handOver(callbackId, 'david.brown', 'david.brown'))[0]?.result];
    const stale = { callbackId, ownerVersion: 1, by: 'li.na' };
    results.push((await written(await notifyNewOwner(stale, contextAt(at)))).result);
    const closed = await aDueCallback({ status: 'completed', closedAt: at });
    results.push((await handOver(closed.callbackId, 'david.brown'))[0]?.result);
    expect(results).toEqual(['knows', 'stale', 'stale']);
  });

  it('is the department for what is due and nobody’s, who is told later of what is not', async () => {
    const due = await aDueCallback();
    const [told] = await handOver(due.callbackId, null);
    expect(await messageOf(told?.messageId ?? '')).toMatchObject({ recipient: { kind: 'department' } });
    const scheduled = await aDueCallback({ status: 'scheduled' });
    expect((await handOver(scheduled.callbackId, null))[0]).toMatchObject({
      ...{ result: 'nobody-yet', messageId: '' },
    });
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
    const input = { content: undefined, data: message?.data, recipient, links: undefined, site, brand };
    expect(callbackRenderer.render(input).text).toContain(said);
  });
});

describe('while the owner is away', () => {
  const day = at.slice(0, 10);
  const away = (deputy: string | null) => ({
    absences: [{ id: 'absence_01jd3x5y9hf1bvt6w0k2m4n8pq', from: day, until: day, deputy }],
  });
  const textOf = async (messageId: string, language: 'zh-CN' | 'en') =>
    callbackRenderer.render({
      ...{ content: undefined, links: undefined, site, brand },
      data: (await messageOf(messageId))?.data,
      recipient: { name: 'Somebody', language },
    }).text;

  it('their deputy is told of what is due, and says why', async () => {
    const deputy = await aMember(engine.table);
    const key = await aDueCallback({ owner: await aMember(engine.table, away(deputy)) });
    const { result, messageId } = await hear(key);
    expect(result).toBe('deputy');
    expect(await messageOf(messageId)).toMatchObject({ recipient: { kind: 'staff', id: deputy } });
    expect(await textOf(messageId, 'en')).toContain('you stand in for them');
    expect(await textOf(messageId, 'zh-CN')).toContain('由您代理');
  });

  it('their deputy is told also of what is given to them for then, but not by the deputy', async () => {
    const deputy = await aMember(engine.table);
    const owner = await aMember(engine.table, away(deputy));
    const toldBy = async (by: string) => {
      const { callbackId } = await aDueCallback({
        ...{ status: 'scheduled', owner, ownerVersion: 2 },
        ownerAway: { from: day, until: day, deputy },
      });
      const { writes } = await notifyNewOwner({ callbackId, ownerVersion: 2, by }, contextAt(at));
      await engine.table.commit(writes);
      const ids = writes.flatMap(({ key }) => (key.pk.startsWith('MSG#') ? [key.pk.slice(4)] : []));
      const messages = await Promise.all([...new Set(ids)].map(messageOf));
      return messages.map((message) => message?.recipient);
    };
    const [toOwner, toDeputy] = [owner, deputy].map((id) => ({ kind: 'staff', id }));
    expect(await toldBy(deputy)).toEqual([toOwner]);
    expect(await toldBy('li.na')).toEqual([toOwner, toDeputy]);
  });

  it('the department is told where nobody present stands in', async () => {
    const gone = await aMember(engine.table, { active: false });
    const awayToo = await aMember(engine.table, away(null));
    for (const deputy of [null, gone, awayToo]) {
      const key = await aDueCallback({ owner: await aMember(engine.table, away(deputy)) });
      const { result, messageId } = await hear(key);
      expect(result).toBe('away-owner');
      expect(await messageOf(messageId)).toMatchObject({ recipient: { kind: 'department' } });
      expect(await textOf(messageId, 'en')).toContain('to somebody else');
    }
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
    return callbackRenderer.render({ content: undefined, data, recipient, links: undefined, site, brand });
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

  it('says so when no number is known, and offers the address', async () => {
    const [written, unreachable] = [
      await aCustomer(engine.table, owner, { email: 'li.lei@example.test' }),
      await aCustomer(engine.table, owner, {}),
    ];
    const offered = await mail('en', { customerId: written });
    expect(offered.text).toContain(
      'No phone number of this customer is known. Their e-mail address: li.lei@',
    );
    expect((await mail('zh-CN', { customerId: unreachable })).text).toContain('该客户没有登记电话号码。');
    expect((await mail('en', { customerId: written }, 'none')).text).not.toMatch(/li\.lei|known/);
    const known = await aCustomer(engine.table, owner);
    expect((await mail('en', { customerId: known })).text).not.toContain('known');
  });

  it('can be acted on: it has the number to call, the comment, the calls so far, and the way to the call', async () => {
    const customerId = await aCustomer(engine.table, owner);
    const { text, html } = await mail('en', { ...poorAnswer, customerId });
    expect(html).toContain('<a href="tel:+8613800138000"');
    for (const said of [
      'Call +8613800138000',
      'gave 2 of 10',
      'Note and comment: The delivery was late',
      'Called so far: 2; the last time: no answer (2026-11-21)',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(/\/desk\/callbacks\/callback_\w+/);
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
      expect(text).toContain('/desk/callbacks/');
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
