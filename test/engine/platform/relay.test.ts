import { beforeAll, describe, expect, it } from 'vitest';
import { type EventFields, eventRecord } from './records.ts';
import { useServices } from './services.ts';

const services = useServices((endpoint) => ({
  BUS_NAME: 'rapport',
  PARKED_QUEUE_URL: `${endpoint}/1/parked-dead`,
}));

type Relay = typeof import('../../../functions/platform/platform.relay.stream.ts').handler;
let relay: Relay;

beforeAll(async () => {
  ({ handler: relay } = await import('../../../functions/platform/platform.relay.stream.ts'));
});

/** Runs the relay over records 1, 2, 3 …; answers the sequence number from which Lambda has to deliver again. */
async function relayed(...events: EventFields[]): Promise<string | undefined> {
  const Records = events.map((fields, index) => eventRecord(index + 1, fields));
  const { batchItemFailures } = await relay({ Records });
  return batchItemFailures[0]?.itemIdentifier;
}

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `e${index + 1}` }));

describe('relay', () => {
  it('publishes every inserted event in the order of the stream, ten a request', async () => {
    expect(await relayed(...many(23))).toBeUndefined();
    expect(services.published).toEqual(many(23).map(({ id }) => id));
    expect(services.puts.map((ids) => ids.length)).toEqual([10, 10, 3]);
  });

  it('never puts two events of one item into one request, so that their order survives a partial failure', async () => {
    await relayed({ id: 'a1', item: 'a' }, { id: 'b1' }, { id: 'a2', item: 'a' }, { id: 'c1' });
    expect(services.puts).toEqual([
      ['a1', 'b1'],
      ['a2', 'c1'],
    ]);
  });

  it('sends only the entries again that have failed', async () => {
    services.failures.set('e2', 2);
    expect(await relayed(...many(4))).toBeUndefined();
    expect(services.puts).toEqual([['e1', 'e2', 'e3', 'e4'], ['e2'], ['e2']]);
    expect([...services.published].sort()).toEqual(['e1', 'e2', 'e3', 'e4']);
  });

  it('stops at the first event that stays unpublished and names it, and sends nothing that comes later', async () => {
    services.failures.set('e3', 100);
    expect(await relayed(...many(15))).toBe('3');
    expect(services.published).not.toContain('e11');
  });

  it('parks an unreadable event, whole, and goes on', async () => {
    const unreadable = { id: 'e2', envelope: { id: 'e2', hops: 'many' } };
    expect(await relayed({ id: 'e1' }, unreadable, { id: 'e3' })).toBeUndefined();
    expect(services.published).toEqual(['e1', 'e3']);
    expect(services.messages).toEqual([
      {
        kind: 'parked-event',
        reason: 'unreadable',
        item: 'C#e2 ~profile',
        sequenceNumber: '2',
        envelope: { id: 'e2', hops: 'many' },
      },
    ]);
  });

  it('parks an event that went through more than ten consumers, for it is in a loop', async () => {
    await relayed({ id: 'e1', hops: 10 }, { id: 'e2', hops: 11 });
    expect(services.published).toEqual(['e1']);
    expect(services.messages).toMatchObject([{ reason: 'too-many-hops', envelope: { id: 'e2', hops: 11 } }]);
    expect(services.sends).toMatchObject([{ queueUrl: expect.stringContaining('/1/parked-dead') }]);
  });

  it('parks an event that is too large for the bus', async () => {
    expect(await relayed({ id: 'e1', data: { text: 'x'.repeat(70_000) } })).toBeUndefined();
    expect(services.messages).toMatchObject([{ reason: 'too-large', envelope: { id: 'e1' } }]);
  });

  it('stops at an event that cannot even be parked, and has published what came before', async () => {
    services.failures.set('e2', 100);
    expect(await relayed({ id: 'e1' }, { id: 'e2', hops: 11 }, { id: 'e3' })).toBe('2');
    expect(services.published).toEqual(['e1']);
  });

  it('passes over a change of an item that was inserted as an event', async () => {
    expect(await relayed({ id: 'e1', eventName: 'MODIFY' })).toBeUndefined();
    expect(services.puts).toEqual([]);
  });
});
