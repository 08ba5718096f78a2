/** Nobody is asked twice within days, whatever the surveys, whoever sends at the same time. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsItem } from '../../../functions/contact/budgets/budgets.items.ts';
import { createMessageCounts } from '../../../functions/contact/messaging/index.ts';
import { readSettings } from '../../../infra/settings.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type Outbox, openOutbox } from './outbox.ts';

let outbox: Outbox;
let office: ReturnType<Outbox['office']>;
let customerId: string;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office({ askAgainAfterDays: 7 });
  office.state.clock = '2026-11-23T23:50:00.000Z';
  customerId = await outbox.customer();
});

const toCustomer = (fields: object = {}) => ({
  recipient: { kind: 'customer' as const, id: customerId },
  expiresAt: '2027-01-23T01:00:00.000Z',
  ...fields,
});
const ask = async (fields: object = {}) => office.send(await outbox.ask(toCustomer(fields)));
const skipped = { state: 'skipped', reason: 'recently-asked' };

describe('a customer who was asked', () => {
  it.each([
    ['the same second', '2026-11-23T23:50:00.000Z', skipped],
    ['the last second of the sixth day', '2026-11-29T23:59:59.999Z', skipped],
    [
      'the first second of the seventh day, though not at that hour',
      '2026-11-30T00:00:00.000Z',
      { state: 'sent' },
    ],
  ])('is asked again or not in %s', async (_, then, expected) => {
    expect(await ask()).toMatchObject({ state: 'sent' });
    office.state.clock = then;
    expect(await ask()).toMatchObject(expected);
    expect(office.sent).toHaveLength(expected === skipped ? 1 : 2);
  });

  it('is left alone for days after the last mail that went, not after one that was skipped', async () => {
    await ask();
    office.state.clock = '2026-11-27T01:00:00.000Z';
    expect(await ask()).toMatchObject(skipped);
    office.state.clock = '2026-11-30T01:00:00.000Z';
    expect(await ask()).toMatchObject({ state: 'sent' });
    office.state.clock = '2026-12-06T01:00:00.000Z';
    expect(await ask()).toMatchObject(skipped);
  });

  it('gets one mail when many campaigns ask at the same instant, and each of the others is counted', async () => {
    const group = `run_${customerId}`;
    const ids = await Promise.all(Array.from({ length: 6 }, () => outbox.ask(toCustomer({ group }))));
    await Promise.all(ids.map((id) => office.send(id)));
    expect(office.sent).toHaveLength(1);
    expect((await createMessageCounts(outbox.table).ofGroups([group])).get(group)).toMatchObject({
      ...{ planned: 6, sent: 1, skipped: 5, skippedBecause: { 'recently-asked': 5 } },
    });
  });

  it('is not kept from a mail by itself: what was throttled or answered with an error goes later', async () => {
    const id = await outbox.ask(toCustomer());
    office.answers.push(
      () => ({ outcome: 'retry', reason: 'TooManyRequestsException' }),
      () => ({ outcome: 'unknown', reason: 'InternalServiceErrorException', isError: true }),
    );
    await office.send(id);
    office.state.clock = instantAfter(office.state.clock, { hours: 1 });
    expect(await office.send(id)).toMatchObject({ state: 'unknown' });
    expect(await ask()).toMatchObject(skipped);
    office.state.clock = instantAfter(office.state.clock, { hours: 2 });
    expect(await office.send(id)).toMatchObject({ state: 'sent', attempt: 2 });
  });

  it('stands beside the profile with the time, and with nothing of the message', async () => {
    await ask();
    const sent = { at: '2026-11-23T23:50:00.000Z', purpose: 'surveys', channel: 'email' };
    const kept = await outbox.table.find(contactsItem, { customerId });
    expect(kept).toEqual({
      ...{ customerId, version: 1, held: [] },
      sent: [{ ...sent, messageId: expect.stringMatching(/^message_/) }],
    });
  });
});

describe('a campaign of every week, with the days that the project is set to', () => {
  beforeEach(() => {
    const { askAgainAfterDays } = readSettings(JSON.parse(readFileSync('cdk.json', 'utf8')).context);
    office = outbox.office({ askAgainAfterDays });
  });

  it.each([
    ['paced over midnight', '2026-11-24T00:10:00.000Z', '2026-11-30T23:50:00.000Z'],
    // One at 01:30 in Berlin: 23:30 UTC in summer, 00:30 UTC in winter.
    ['at a change to daylight saving', '2027-03-22T00:30:00.000Z', '2027-03-28T23:30:00.000Z'],
    ['that took most of a day', '2026-11-24T18:00:00.000Z', '2026-11-30T22:00:00.000Z'],
  ])('leaves out nobody in the run after one %s', async (_, first, next) => {
    const expiresAt = '2027-06-01T00:00:00.000Z';
    office.state.clock = first;
    expect(await ask({ expiresAt })).toMatchObject({ state: 'sent' });
    office.state.clock = next;
    expect(await ask({ expiresAt })).toMatchObject({ state: 'sent' });
  });

  it('keeps a second survey from the same customer in between', async () => {
    office.state.clock = '2026-11-24T00:10:00.000Z';
    await ask();
    office.state.clock = '2026-11-29T23:50:00.000Z';
    expect(await ask()).toMatchObject(skipped);
  });
});

describe('nobody is kept from a mail', () => {
  it('that is no question, and staff get each of theirs', async () => {
    await ask();
    expect(await ask({ purpose: 'notifications' })).toMatchObject({ state: 'sent' });
    const staff = { recipient: { kind: 'staff' as const, id: await outbox.member() } };
    for (const _ of [1, 2]) {
      expect(await office.send(await outbox.ask({ ...toCustomer(), ...staff }))).toMatchObject({
        state: 'sent',
      });
    }
  });

  it('by what another customer was asked', async () => {
    await ask();
    customerId = await outbox.customer();
    expect(await ask()).toMatchObject({ state: 'sent' });
  });

  it('when the setting is 0', async () => {
    office = outbox.office({ askAgainAfterDays: 0 });
    expect([await ask(), await ask()]).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  });
});
