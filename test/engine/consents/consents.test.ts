import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createConsentReader,
  grantConsent,
  refusalByLink,
  withdrawConsent,
} from '../../../functions/contact/consents/index.ts';
import { customerId as kind } from '../../../functions/customers/customers/customers.schema.ts';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const at = '2026-11-23T01:00:00.000Z';
const context = { actor: { kind: 'customer' as const, id: '' }, correlationId: 'request', hops: 0, at };
const aKey = () => ({ customerId: newId(kind), purpose: 'surveys' as const, channel: 'email' as const });

describe('a consent', () => {
  it('is withdrawn in the customer’s collection, with the event in the timeline', async () => {
    const key = aKey();
    const writes = withdrawConsent(undefined, { ...key, source: 'unsubscribe' }, context);
    expect(writes.map(({ key: { pk, sk } }) => [pk, sk.slice(0, 26)])).toEqual([
      [`C#${key.customerId}`, '~consent#surveys#email'],
      [`C#${key.customerId}`, 'T#2026-11-23T01:00:00.000Z'],
    ]);
    expect(writes[1]?.record).toMatchObject({
      event: 'consent.withdrawn',
      envelope: { data: { ...key, source: 'unsubscribe' } },
      after: { surveysByEmail: 'withdrawn' },
    });
    await engine.table.commit(writes);
    expect(await createConsentReader(engine.table).find(key)).toEqual({
      ...key,
      version: 1,
      status: 'withdrawn',
      source: 'unsubscribe',
      since: at,
      actor: context.actor,
    });
  });

  it('that takes the place of another is not older, though its request began before', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    await engine.table.commit(withdrawConsent(undefined, { ...key, source: 'phone' }, context));
    const before = await consents.find(key);
    const earlier = { ...context, at: '2026-11-23T00:59:59.900Z' };
    await engine.table.commit(grantConsent(before, { ...key, source: 'confirmation' }, earlier));
    const { items } = await consents.listHistory([key.customerId], { limit: 10 });
    expect(items.map(({ status }) => status)).toEqual(['granted', 'withdrawn']);
    expect(await consents.find(key)).toMatchObject({ status: 'granted', since: '2026-11-23T01:00:00.001Z' });
  });

  it('is withdrawn by a link once: who has withdrawn it keeps the first time and source', async () => {
    const key = aKey();
    await engine.table.commit(withdrawConsent(undefined, { ...key, source: 'phone' }, context));
    const before = await createConsentReader(engine.table).find(key);
    for (const source of ['unsubscribe', 'preferences'] as const)
      expect(withdrawConsent(before, { ...key, source }, context)).toEqual([]);
  });

  it('that a link has withdrawn stands for good once it is said in another way, too', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    for (const source of ['unsubscribe', 'complaint', 'complaint', 'phone'] as const) {
      const before = await consents.find(key);
      await engine.table.commit(withdrawConsent(before, { ...key, source }, context));
    }
    const consent = await consents.find(key);
    expect(consent).toMatchObject({ status: 'withdrawn', source: 'phone', version: 3 });
    expect(refusalByLink(consent, at)).toBe('for good');
  });

  it('is said again later, or with other evidence: the newest statement counts', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    const say = async (said: object) => {
      const before = await consents.find(key);
      const writes = withdrawConsent(before, { ...key, source: 'phone', ...said }, context);
      await engine.table.commit(writes);
      return writes.length > 0;
    };
    const since = (day: string) => ({ since: `2026-11-${day}T00:00:00.000Z` });
    expect(await say(since('01'))).toBe(true);
    expect([await say({}), await say(since('01'))]).toEqual([false, false]);
    expect(await say({ ...since('20'), note: 'STOP' })).toBe(true);
    expect(await consents.find(key)).toMatchObject({ ...since('20'), note: 'STOP' });
    expect(await say({ ...since('20'), evidence: 'Mail of 20 November' })).toBe(true);
    expect(await say({ ...since('20'), note: 'STOP' })).toBe(true);
  });

  it('is granted again after it was withdrawn, and withdrawn once more', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    const say = async (how: typeof grantConsent, source: 'unsubscribe' | 'phone') => {
      const writes = how(await consents.find(key), { ...key, source }, context);
      await engine.table.commit(writes);
      return writes[1]?.record;
    };
    await say(withdrawConsent, 'unsubscribe');
    expect(await say(grantConsent, 'phone')).toMatchObject({
      event: 'consent.granted',
      before: { surveysByEmail: 'withdrawn' },
      after: { surveysByEmail: 'granted' },
    });
    expect(await consents.find(key)).toMatchObject({ status: 'granted', version: 2, source: 'phone' });
    expect(await say(grantConsent, 'unsubscribe')).toBeUndefined();
    await say(withdrawConsent, 'phone');
    expect(await consents.list([key.customerId])).toMatchObject([{ status: 'withdrawn', version: 3 }]);
  });

  it('leaves the note of every change in the timeline', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    const notes = ['Letter of 3 May, folder 7', 'She called: yes please', undefined];
    const kept = [];
    for (const [index, note] of notes.entries()) {
      const how = index % 2 === 0 ? withdrawConsent : grantConsent;
      const writes = how(await consents.find(key), { ...key, source: 'phone', note }, context);
      await engine.table.commit(writes);
      kept.push(writes[1]?.record?.after);
    }
    expect(kept).toEqual([
      { surveysByEmail: 'withdrawn', note: notes[0] },
      { surveysByEmail: 'granted', note: notes[1], legalBasis: 'consent' },
      { surveysByEmail: 'withdrawn' },
    ]);
  });

  it('is granted anew for another text only', async () => {
    const key = { ...aKey(), purpose: 'marketing' as const, source: 'in-person' as const };
    const consents = createConsentReader(engine.table);
    const agree = async (wording?: number) => {
      const writes = grantConsent(await consents.find(key), { ...key, wording }, context);
      await engine.table.commit(writes);
      return writes.length;
    };
    expect([await agree(1), await agree(1), await agree(), await agree(2)]).toEqual([2, 0, 0, 2]);
    expect(await consents.find(key)).toMatchObject({ status: 'granted', version: 2, wording: 2 });
  });

  it('keeps every statement in the ledger, also those from before it kept who has said what', async () => {
    const key = aKey();
    const consents = createConsentReader(engine.table);
    const staff = { ...context, actor: { kind: 'person' as const, id: 'wang.fang' } };
    const old = withdrawConsent(undefined, { ...key, source: 'complaint' }, context);
    const [item, line] = old;
    if (line?.record === undefined || item === undefined) throw new Error('There is no line');
    const record = { ...line.record, after: { surveysByEmail: 'withdrawn' } };
    await engine.table.commit([item, { ...line, record }]);
    const since = '2026-11-22T01:00:00.000Z';
    const evidence = 'Form 17, folder 3';
    const said = { ...key, source: 'letter' as const, evidence, wording: 4, since };
    const later = { ...staff, at: '2026-11-24T01:00:00.000Z' };
    await engine.table.commit(grantConsent(await consents.find(key), said, later));
    const { items, cursor } = await consents.listHistory([key.customerId], { limit: 10 });
    const { customerId, ...about } = key;
    expect(items).toEqual([
      {
        ...{ id: expect.any(String), recordedAt: later.at, actor: staff.actor, ...about },
        ...{ status: 'granted', source: 'letter', evidence, legalBasis: 'consent', wording: 4, since },
      },
      {
        ...{ id: expect.any(String), recordedAt: at, actor: context.actor, ...about },
        ...{ status: 'withdrawn', source: 'complaint', since: at },
      },
    ]);
    expect(cursor).toBeNull();
  });

  it('that somebody else withdraws at the same time is decided on fresh data', async () => {
    const key = aKey();
    const writes = withdrawConsent(undefined, { ...key, source: 'unsubscribe' }, context);
    await engine.table.commit(writes);
    const late = withdrawConsent(undefined, { ...key, source: 'complaint' }, context);
    await expect(engine.table.commit(late)).rejects.toBeInstanceOf(ConcurrentModification);
  });

  it('that nobody has spoken of is not there', async () => {
    expect(await createConsentReader(engine.table).find(aKey())).toBeUndefined();
  });
});
