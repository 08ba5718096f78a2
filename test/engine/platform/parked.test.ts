import type { SQSEvent } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventRecord } from './records.ts';
import { useServices } from './services.ts';

const services = useServices(() => ({ BUS_NAME: 'rapport' }));

type Parked = typeof import('../../../functions/platform/platform.parked.queue.ts').handler;
let parked: Parked;

beforeAll(async () => {
  ({ handler: parked } = await import('../../../functions/platform/platform.parked.queue.ts'));
});

/** Delivers messages 1, 2, 3 …; answers the ids of those that come again. */
async function delivered(...bodies: unknown[]): Promise<string[]> {
  const Records = bodies.map((body, index) => ({
    messageId: String(index + 1),
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
  }));
  const { batchItemFailures } = await parked({ Records } as unknown as SQSEvent);
  return batchItemFailures.map((failure) => failure.itemIdentifier);
}

const envelope = {
  id: 'e1',
  type: 'customer.created',
  at: '2026-11-21T09:00:00.000Z',
  data: {},
  actor: { kind: 'person', id: 'li.na' },
  correlationId: 'request-1',
  hops: 11,
};
const parkedEvent = {
  kind: 'parked-event',
  reason: 'too-many-hops',
  item: 'C#1 T#1',
  sequenceNumber: '1',
  envelope,
};
const stored = (key: string) => ({
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { bucket: { name: 'parked' }, object: { key } },
});
const invocation = (payload: unknown) => JSON.stringify({ requestContext: {}, version: '1.0', payload });

describe('parked events', () => {
  it('publishes an event that a person has sent on, whatever its hops', async () => {
    expect(await delivered(parkedEvent)).toEqual([]);
    expect(services.published).toEqual(['e1']);
  });

  it('publishes every event of a failed invocation that Lambda has kept, in order', async () => {
    const Records = [eventRecord(1, { id: 'a' }), eventRecord(2, { id: 'b' })];
    services.objects.set('/parked/aws/lambda/text', invocation(JSON.stringify({ Records })));
    services.objects.set('/parked/aws/lambda/object', invocation({ Records }));
    expect(await delivered(stored('aws/lambda/text'))).toEqual([]);
    expect(await delivered(stored('aws/lambda/object'))).toEqual([]);
    expect(services.published).toEqual(['a', 'b', 'a', 'b']);
  });

  it('publishes what it can of a failed invocation and fails for the rest, so that it ends among the dead letters', async () => {
    const Records = [eventRecord(1, { id: 'a', envelope: {} }), eventRecord(2, { id: 'b' })];
    services.objects.set('/parked/one', invocation(JSON.stringify({ Records })));
    expect(await delivered(stored('one'))).toEqual(['1']);
    expect(services.published).toEqual(['b']);
  });

  it('fails for each message it can do nothing with, and only for those', async () => {
    const unreadable = { ...parkedEvent, envelope: { id: 'e1' } };
    expect(await delivered(unreadable, { kind: 'other' }, stored('missing'), parkedEvent)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(services.published).toEqual(['e1']);
  });

  it('fails when the bus does not take the event', async () => {
    services.failures.set('e1', 100);
    expect(await delivered(parkedEvent)).toEqual(['1']);
  });
});
