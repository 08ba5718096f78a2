/** What the mail service tells of mails later on, and what follows from it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MessageRequest, messageId } from '../../../functions/contact/messaging/index.ts';
import { customerItem, customersList } from '../../../functions/customers/customers/customers.items.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { changeItem } from '../../../shared/events/change-event.ts';
import { put } from '../../../shared/table/write.ts';
import { derivedId, instantOfId } from '../../../shared/values/derived-id.ts';
import { at, type Outbox, openOutbox, origin } from './outbox.ts';

let outbox: Outbox;
let office: ReturnType<Outbox['office']>;
let customerId: string;

beforeAll(async () => {
  outbox = await openOutbox();
});
afterAll(() => outbox?.close());
beforeEach(async () => {
  office = outbox.office();
  customerId = await outbox.customer();
});

async function sentTo(
  recipient: MessageRequest['recipient'],
  purpose: 'surveys' | 'notifications' | 'service',
) {
  const id = await outbox.ask({ recipient, purpose });
  await office.send(id);
  return id;
}
const survey = (id = customerId) => sentTo({ kind: 'customer', id }, 'surveys');

/** Types and values of the change events in a collection, without those of the customer's own fields. */
async function eventsOf(collection: string) {
  return (await changesOf(collection)).filter(({ event }) => event !== 'customer.changed');
}

async function changesOf(collection: string) {
  const pattern = { question: '', item: changeItem, partition: '{collection}', prefix: 'T#' };
  const { rows } = await outbox.table.listRecords(pattern, { collection }, { limit: 50, consistent: true });
  return rows.map(({ event, after, envelope }) => ({
    event,
    after,
    data: (envelope as { data: unknown }).data,
  }));
}

const hashOf = (address: string) => createHash('sha256').update(address).digest('base64url');

describe('an address that the service itself refuses, because there is none', () => {
  const refuse = () =>
    office.answers.push(() => ({ outcome: 'refused', fault: 'address', reason: 'SMTP-550: 5.1.1' }));

  it('is suppressed at once, and to be corrected, as after a bounce', async () => {
    refuse();
    const id = await survey();
    expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await outbox.messages.findSuppression(hashOf(`${customerId}@example.test`))).toMatchObject({
      reason: 'bounce',
      messageId: id,
    });
    expect(await eventsOf(`C#${customerId}`)).toMatchObject([{ event: 'address.suppressed' }]);
    expect(await outbox.table.find(customerItem, { id: customerId })).toMatchObject({
      emailInvalid: { reason: 'bounce' },
    });
    expect(await outbox.find(await survey())).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    expect(office.state.failures).toBe(0);
  });

  it('of a member of staff is told to the department', async () => {
    refuse();
    const member = await outbox.member();
    const id = await sentTo({ kind: 'staff', id: member }, 'notifications');
    const told = await outbox.find(derivedId(messageId, instantOfId(id), `${id}\nreturned`));
    expect(told).toMatchObject({ recipient: { kind: 'department' }, data: { id: member } });
  });
});

describe('a bounce', () => {
  it('fails the message and suppresses its address, once, with an event in the timeline', async () => {
    const id = await survey();
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await outbox.messages.findSuppression(hashOf(`${customerId}@example.test`))).toMatchObject({
      reason: 'bounce',
      messageId: id,
    });
    expect(await eventsOf(`C#${customerId}`)).toEqual([
      {
        event: 'address.suppressed',
        after: { email: 'suppressed' },
        data: {
          recipient: { kind: 'customer', id: customerId },
          channel: 'email',
          reason: 'bounce',
          messageId: id,
        },
      },
    ]);
  });

  it('stops all messages to this address however it is written, and none to a new one or to others', async () => {
    const first = await survey();
    await office.tell(`${first}-1`, 'Bounce', 'Permanent');
    const twin = await outbox.customer({ email: `${customerId}@EXAMPLE.test` });
    const member = await outbox.member({ email: `${customerId}@example.test` });
    expect(await outbox.find(await survey(twin))).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    const notification = await sentTo({ kind: 'staff', id: member }, 'notifications');
    expect(await outbox.find(notification)).toMatchObject({ state: 'sent', redirected: true });
    await outbox.changeCustomer(customerId, { email: `new-${customerId}@example.test` });
    expect(await outbox.find(await survey())).toMatchObject({ state: 'sent' });
    expect(await outbox.find(await survey(await outbox.customer()))).toMatchObject({ state: 'sent' });
  });

  it('that is told again does nothing after somebody has said that the address works', async () => {
    const id = await survey();
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    const addressHash = hashOf(`${customerId}@example.test`);
    const suppression = await outbox.messages.findSuppression(addressHash);
    await outbox.table.commit(outbox.messages.release(suppression!, 'They have a mailbox now', origin));
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    expect(await outbox.messages.findSuppression(addressHash)).toBeUndefined();
    const next = await survey();
    expect(await outbox.find(next)).toMatchObject({ state: 'sent' });
    await office.tell(`${next}-1`, 'Bounce', 'Permanent');
    expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({ messageId: next });
  });

  it('fails its message also when the address is suppressed already', async () => {
    const ids = [await survey(), await survey()];
    for (const id of ids) await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    for (const id of ids) expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await eventsOf(`C#${customerId}`)).toHaveLength(1);
  });

  it('and news at the same moment settle the message once and suppress the address once', async () => {
    const id = await survey();
    const bounce = () => office.tell(`${id}-1`, 'Bounce', 'Permanent');
    await Promise.all([bounce(), bounce(), office.tell(`${id}-1`, 'Delivery')]);
    expect(await outbox.find(id)).toMatchObject({ state: 'failed', version: 4 });
    expect(await eventsOf(`C#${customerId}`)).toHaveLength(1);
  });

  it('that passes, such as a full mailbox, changes nothing', async () => {
    const id = await survey();
    await office.tell(`${id}-1`, 'Bounce', 'Transient');
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
    expect(await eventsOf(`C#${customerId}`)).toEqual([]);
  });

  it('of the department is recorded, too', async () => {
    const id = await sentTo({ kind: 'department' }, 'notifications');
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    expect(await eventsOf('DEPARTMENT')).toMatchObject([{ data: { recipient: { kind: 'department' } } }]);
    const suppression = await outbox.messages.findSuppression(hashOf('department@rapport.example'));
    await outbox.table.commit(outbox.messages.release(suppression!, 'It works', origin));
  });

  it('of a member of staff is recorded beside them, and told to the department once', async () => {
    const member = await outbox.member({ name: 'David Brown' });
    const recipient = { kind: 'staff', id: member } as const;
    const id = await outbox.ask({ recipient, purpose: 'notifications', topics: ['callback_1/2'] });
    await office.send(id);
    for (let time = 0; time < 2; time += 1) await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    expect(await eventsOf(`STAFF#${member}`)).toMatchObject([{ event: 'address.suppressed' }]);
    const told = derivedId(messageId, instantOfId(id), `${id}\nreturned`);
    expect(await outbox.record(told)).toMatchObject({ event: 'message.requested', state: 'planned' });
    expect(await office.send(told)).toMatchObject({ state: 'sent' });
    const { to, subject, text } = office.sent.at(-1)!;
    expect([to.address, subject]).toEqual(['department@rapport.example', 'Mail to David Brown came back']);
    for (const part of [member, 'callback_1/2', 'DELETE /suppressions/']) expect(text).toContain(part);
  });

  it('of an older mail, told after the address was lifted, does not suppress it again', async () => {
    const [late, first] = [await survey(), await survey()];
    await office.tell(`${first}-1`, 'Bounce', 'Permanent');
    const addressHash = hashOf(`${customerId}@example.test`);
    const lift = async (clock: string) => {
      const suppression = await outbox.messages.findSuppression(addressHash);
      const context = { ...origin, at: clock };
      await outbox.table.commit(outbox.messages.release(suppression!, 'It works', context));
    };
    await lift('2026-11-23T02:00:00.000Z');
    office.state.clock = '2026-11-23T03:00:00.000Z';
    await office.tell(`${late}-1`, 'Bounce', 'Permanent');
    expect(await outbox.find(late)).toMatchObject({ state: 'failed', reason: 'bounced' });
    expect(await outbox.messages.findSuppression(addressHash)).toBeUndefined();
    const since = await survey();
    await office.tell(`${since}-1`, 'Bounce', 'Permanent');
    expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({ messageId: since });
  });

  it.each(['OnAccountSuppressionList', 'Suppressed'])(
    'by SES’ own list (%s) is told apart from one by the mailbox',
    async (subType) => {
      const id = await survey();
      await office.tell(`${id}-1`, 'Bounce', 'Permanent', subType);
      expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'withheld' });
      const addressHash = hashOf(`${customerId}@example.test`);
      expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({ reason: 'withheld' });
    },
  );
});

describe('the address of a customer', () => {
  const found = async () => {
    const customer = await outbox.table.find(customerItem, { id: customerId });
    const { items } = await customersList.page(outbox.table, { addressInvalid: true }, { limit: 100 });
    return { invalid: customer?.emailInvalid, listed: items.some(({ id }) => id === customerId) };
  };
  const marked = (reason: string) => ({ invalid: { reason, since: at }, listed: true });
  const unmarked = { invalid: undefined, listed: false };

  it.each([
    ['General', 'bounce'],
    ['OnAccountSuppressionList', 'withheld'],
  ])('is to be corrected after a bounce (%s), once, which the timeline tells', async (subType, reason) => {
    const id = await survey();
    expect(await found()).toEqual(unmarked);
    for (let time = 0; time < 2; time += 1) await office.tell(`${id}-1`, 'Bounce', 'Permanent', subType);
    expect(await found()).toEqual(marked(reason));
    const changes = (await changesOf(`C#${customerId}`)).filter(({ event }) => event === 'customer.changed');
    expect(changes).toEqual([
      {
        event: 'customer.changed',
        after: { emailInvalid: { reason, since: at } },
        data: { customerId, version: 2, changed: ['emailInvalid'] },
      },
    ]);
  });

  it('is not when it is another by the time of the bounce', async () => {
    const id = await survey();
    await outbox.changeCustomer(customerId, { email: `new-${customerId}@example.test` });
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    expect(await found()).toEqual(unmarked);
  });

  it('is not after a complaint, and not when the customer is gone', async () => {
    const [complained, bounced] = [await survey(), await survey()];
    await office.tell(`${complained}-1`, 'Complaint');
    expect(await found()).toEqual(unmarked);
    await outbox.changeCustomer(customerId, { deletedAt: at });
    await office.tell(`${bounced}-1`, 'Bounce', 'Permanent');
    expect(await found()).toEqual(unmarked);
  });
});

describe('a notification to a member of staff whose address takes no mail', () => {
  const departmentAddress = 'department@rapport.example';
  let member: string;
  beforeEach(async () => {
    member = await outbox.member({ name: '王芳', language: 'zh-CN' });
    const bounced = await sentTo({ kind: 'staff', id: member }, 'notifications');
    await office.tell(`${bounced}-1`, 'Bounce', 'Permanent');
  });

  it('goes to the department, and says whom it was for', async () => {
    const id = await sentTo({ kind: 'staff', id: member }, 'notifications');
    const mail = office.sent.at(-1)!;
    expect(mail.to).toEqual({ name: 'Rapport', address: departmentAddress });
    expect(mail.subject).toBe('[For 王芳] No title');
    expect(mail.text).toContain('Rapport en hello');
    expect(mail.text).toContain(`This was for 王芳 (${member})`);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', redirected: true, language: 'en' });
  });

  it('goes to them again when their address is another', async () => {
    const staff = await outbox.table.find(staffItem, { id: member });
    await outbox.table.commit([put(staffItem, { ...staff!, email: `new-${member}@rapport.example` })]);
    await sentTo({ kind: 'staff', id: member }, 'notifications');
    expect(office.sent.at(-1)!.to.address).toBe(`new-${member}@rapport.example`);
  });

  it('that comes back from the department is the department’s, and goes nowhere afterwards', async () => {
    const id = await sentTo({ kind: 'staff', id: member }, 'notifications');
    await office.tell(`${id}-1`, 'Bounce', 'Permanent');
    const suppression = await outbox.messages.findSuppression(hashOf(departmentAddress));
    expect(suppression).toMatchObject({ messageId: id, recipient: { kind: 'department' } });
    const told = derivedId(messageId, instantOfId(id), `${id}\nreturned`);
    expect(await outbox.find(told)).toBeUndefined();
    const next = await sentTo({ kind: 'staff', id: member }, 'notifications');
    expect(await outbox.find(next)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    await outbox.table.commit(outbox.messages.release(suppression!, 'It works', origin));
  });
});

describe('a complaint', () => {
  it('withdraws the consent of the customer, once, and counts as arrived', async () => {
    const [id, queued] = [
      await survey(),
      await outbox.ask({ recipient: { kind: 'customer', id: customerId } }),
    ];
    await office.tell(`${id}-1`, 'Complaint');
    await office.tell(`${id}-1`, 'Complaint');
    const key = { customerId, purpose: 'surveys' as const, channel: 'email' as const };
    expect(await outbox.consents.find(key)).toMatchObject({ status: 'withdrawn', source: 'complaint' });
    const events = await eventsOf(`C#${customerId}`);
    expect(events.filter(({ event }) => event === 'consent.withdrawn')).toEqual([
      {
        event: 'consent.withdrawn',
        after: { surveysByEmail: 'withdrawn' },
        data: { ...key, source: 'complaint' },
      },
    ]);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', reason: 'complained' });
    expect(await office.send(queued)).toMatchObject({ state: 'skipped', reason: 'consent-withdrawn' });
  });

  it('stops all that customers have to agree to, whoever has the address, and no answer to what they ask', async () => {
    const id = await survey();
    const twin = await outbox.customer({ email: `${customerId}@EXAMPLE.test` });
    await office.tell(`${id}-1`, 'Complaint');
    const suppressed = { state: 'skipped', reason: 'suppressed' };
    expect(await outbox.find(await survey(twin))).toMatchObject(suppressed);
    const service = await sentTo({ kind: 'customer', id: customerId }, 'service');
    expect(await outbox.find(service)).toMatchObject({ state: 'sent' });
    const addressHash = hashOf(`${customerId}@example.test`);
    const purposes = ['surveys', 'marketing', 'care'];
    expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({
      reason: 'complaint',
      purposes,
    });
    const { items } = await outbox.messages.listSuppressions({ reason: 'complaint' }, { limit: 100 });
    expect(items.find((each) => each.addressHash === addressHash)).toMatchObject({
      channel: 'email',
      purposes,
    });
  });

  it('and a bounce afterwards stop everything', async () => {
    const [id, service] = [await survey(), await sentTo({ kind: 'customer', id: customerId }, 'service')];
    await office.tell(`${id}-1`, 'Complaint');
    await office.tell(`${service}-1`, 'Bounce', 'Permanent');
    const next = await sentTo({ kind: 'customer', id: customerId }, 'service');
    expect(await outbox.find(next)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    const addressHash = hashOf(`${customerId}@example.test`);
    expect(await outbox.messages.findSuppression(addressHash)).toMatchObject({
      reason: 'bounce',
      messageId: service,
    });
  });

  it('about what needs no consent suppresses the address', async () => {
    const id = await sentTo({ kind: 'customer', id: customerId }, 'notifications');
    await office.tell(`${id}-1`, 'Complaint');
    expect(await outbox.find(await survey())).toMatchObject({ state: 'skipped', reason: 'suppressed' });
  });
});

describe('news', () => {
  it('of a rejected mail fail it and suppress nothing', async () => {
    const id = await survey();
    await office.tell(`${id}-1`, 'Reject');
    expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'rejected' });
    expect(await outbox.find(await survey())).toMatchObject({ state: 'sent' });
  });

  it('of an earlier attempt do not disturb one that is under way, and bounce nobody’s present address', async () => {
    const member = { kind: 'staff' as const, id: await outbox.member() };
    const id = await outbox.ask({ recipient: member, purpose: 'notifications' });
    office.answers.push(
      () => ({ outcome: 'unknown', reason: 'TimeoutError', isError: false }),
      async () => {
        await office.tell(`${id}-1`, 'Delivery');
        expect(await outbox.find(id)).toMatchObject({ state: 'sending', attempt: 2 });
        await office.tell(`${id}-1`, 'Bounce', 'Permanent');
        return { outcome: 'accepted', messageId: 'm' };
      },
    );
    await office.send(id);
    office.state.clock = '2026-11-24T01:00:00.000Z';
    expect(await office.send(id)).toMatchObject({ state: 'sent', attempt: 2 });
    expect(await eventsOf(`STAFF#${member.id}`)).toEqual([]);
  });

  it('change nothing twice', async () => {
    const id = await survey();
    for (const eventType of ['Send', 'Delivery', 'Open', 'DeliveryDelay'])
      await office.tell(`${id}-1`, eventType);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', version: 3 });
  });

  it.each(['', 'callback-x-1', 'message_1-1', 'message_01jd3x5y9hf1bvt6w0k2m4n8pq'])(
    'of a mail that is not ours (%j) are left alone',
    async (sendId) => {
      expect(await office.tell(sendId, 'Bounce', 'Permanent')).toBeUndefined();
    },
  );

  it('of a message that is forgotten are left alone', async () => {
    expect(await office.tell('message_01jd3x5y9hf1bvt6w0k2m4n8pq-1', 'Bounce', 'Permanent')).toBeUndefined();
  });
});
