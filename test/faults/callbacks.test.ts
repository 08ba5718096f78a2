/** Callbacks while calls fail: each becomes due once, and no owner is ever mailed twice about the same promise. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMessageReader, messageId } from '../../functions/contact/messaging/index.ts';
import type { CallFault } from '../../infra/local/cloud.ts';
import { createTable } from '../../shared/table/table.ts';
import { derivedId } from '../../shared/values/derived-id.ts';
import { type Department, openDepartment, shanghaiIn } from '../api/callbacks/department.ts';
import { type OwnCloud, ownCloud } from '../support/cloud.ts';
import { faultLoad, settle } from '../support/fault-load.ts';

const seed = Number(process.env.SEED ?? 20261121);

let cloud: OwnCloud;
let context: Department;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.local.inbox.clear());
afterEach(() => cloud.faults([]));

async function promise(hours: number) {
  const customerId = await context.customer('wang.fang');
  const due = { wallTime: shanghaiIn(hours, await cloud.now()), timeZone: 'Asia/Shanghai' };
  const { body } = await context.manager.callbacks.createCallback({
    body: { customerId, why: 'Promised', due },
  });
  return body;
}

/** What the table says of the message to the first owner of a callback about its first time. */
async function messageOf({ id, due }: { id: string; due: { instant: string } }) {
  const [resource] = cloud.local.cloud.template.resources.filter(({ type }) => /^AWS::DynamoDB::/.test(type));
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const table = createTable(DynamoDBDocumentClient.from(client), resource?.ref ?? '');
  return createMessageReader(table).find(derivedId(messageId, due.instant, `${id}\n1\n1`));
}

const mailsAbout = (callbackId: string) =>
  cloud.local.inbox.mails().filter(({ text }) => text.includes(callbackId));

describe('notifying the owner', () => {
  it.each<[CallFault, string, number]>([
    // The reply is lost, but the mail service tells of the mail in its events.
    ['drop-reply', 'sent', 1],
    ['throttle', 'sent', 1],
    ['error', 'unknown', 0],
  ])('while the mail service answers with %s ends as %s', async (kind, state, mails) => {
    const callback = await promise(0.1);
    await cloud.idle();
    await cloud.faults([{ service: 'ses', operation: 'SendEmail', rate: 1, kind, seed }]);
    await cloud.advance({ duration: 'PT8M' });
    await cloud.faults([]);
    await cloud.advance({ duration: 'PT20M' });
    expect(await messageOf(callback)).toMatchObject({ state });
    expect(mailsAbout(callback.id)).toHaveLength(mails);
  });

  it('happens once when everything is delivered twice', async () => {
    const twice = ['bus', 'queue', 'stream', 'schedule'].map((service) => ({
      service,
      rate: 1,
      kind: 'duplicate' as const,
      seed,
    }));
    await cloud.faults(twice);
    const promised = await Promise.all(Array.from({ length: 6 }, () => promise(0.1)));
    await cloud.advance({ duration: 'PT8M' });
    for (const { id, customerId } of promised) {
      expect(mailsAbout(id)).toHaveLength(1);
      const { body } = await context.manager.customers.listTimeline({ params: { customerId } });
      expect(body.items.map(({ type }) => type).filter((type) => type.startsWith('callback.'))).toEqual([
        'callback.due',
        'callback.opened',
      ]);
    }
  });
});

describe(`callbacks under the fault load (seed ${seed})`, () => {
  it('all become due, once, and no mail is lost unnoticed or sent twice', async () => {
    await cloud.faults(faultLoad(seed));
    const promised = await Promise.all(Array.from({ length: 24 }, (_, index) => promise(1 + index / 24)));
    await cloud.advance({ duration: 'PT2H' });
    await settle(cloud);
    for (const callback of promised) {
      const { id, customerId } = callback;
      const { body } = await context.manager.callbacks.getCallback({ params: { callbackId: id } });
      expect(body).toMatchObject({ status: 'due', version: 2 });
      const { body: timeline } = await context.manager.customers.listTimeline({ params: { customerId } });
      expect(timeline.items.filter(({ type }) => type === 'callback.due')).toHaveLength(1);
      const message = await messageOf(callback);
      // Whether a mail went is known in the end, even where its reply was lost: the mail service has told.
      expect(['sent', 'unknown']).toContain(message?.state);
      expect(mailsAbout(id)).toHaveLength(message?.state === 'sent' ? 1 : 0);
    }
    const left = (await cloud.schedules()).filter(({ name }) => name.startsWith('callback-'));
    expect(left).toEqual([]);
  });
});
