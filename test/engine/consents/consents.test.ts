import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createConsentReader,
  grantConsent,
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
    });
  });

  it('is withdrawn once: who has withdrawn it keeps the first time and source', async () => {
    const key = aKey();
    await engine.table.commit(withdrawConsent(undefined, { ...key, source: 'unsubscribe' }, context));
    const before = await createConsentReader(engine.table).find(key);
    expect(withdrawConsent(before, { ...key, source: 'complaint' }, context)).toEqual([]);
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
    expect(await consents.list(key.customerId)).toMatchObject([{ status: 'withdrawn', version: 3 }]);
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
      { surveysByEmail: 'granted', note: notes[1] },
      { surveysByEmail: 'withdrawn' },
    ]);
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
