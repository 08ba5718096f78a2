import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import {
  customerId,
  type Interaction,
  interactionId,
  NewCustomer,
} from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rig.close());

const at = '2026-11-21T09:00:00.000Z';
const origin = systemContext('test', 'test', at);

describe('a timeline', () => {
  it('and the profile are shown without an entry that cannot be read', async () => {
    const customers = createCustomersStore(rig.table);
    const customer = newCustomer(newId(customerId), NewCustomer.parse({ name: '王芳' }), at);
    await rig.table.commit(customers.create(customer, origin, async () => new Error('Taken')));
    const record = (subject: string): Interaction => ({
      id: newId(interactionId),
      customerId: customer.id,
      at,
      by: 'wang.fang',
      channel: 'call',
      direction: 'inbound',
      subject,
    });
    const [good, bad] = [record('Good'), record('Bad')];
    for (const each of [good, bad]) await rig.table.commit(customers.record(each, origin));
    await rig.client.send(
      new UpdateCommand({
        TableName: rig.name,
        Key: { pk: `C#${customer.id}`, sk: `T#${at}#${bad.id}` },
        UpdateExpression: 'SET #at = :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': '+010000-01-01T13:59:59.000Z' },
      }),
    );
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(logger, 'error').mockReturnValue(undefined);
    const page = await customers.listTimeline(customer.id, { limit: 10 });
    expect(page.items.map(({ data }) => data.subject)).toEqual(['Good']);
    const profile = await customers.getProfile(customer.id, 10);
    expect(profile.timeline.map(({ data }) => data.subject)).toEqual(['Good']);
  });
});
