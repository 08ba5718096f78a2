/** What EventBridge and the Scheduler could not deliver, in the letters that AWS documents, and how it gets home. */
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { runCommand } from '../../support/command.ts';

const cloud = sharedCloud();
const environment = {
  AWS_ENDPOINT_URL: cloud.endpointUrl,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'operator',
  AWS_SECRET_ACCESS_KEY: 'operator',
};
const sqs = new SQSClient({
  endpoint: cloud.endpointUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
});

const redrive = (...parameters: string[]) => runCommand('infra/commands/redrive.ts', parameters, environment);

async function leave(
  queue: string,
  body: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const texts = Object.entries(attributes).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  const MessageAttributes = Object.fromEntries(texts);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }));
}

const handled = async (name: string) => (await cloud.meter()).functions[name]?.invocations ?? 0;

it('takes an undelivered event and an undelivered firing to their queues, and leaves what it cannot read', async () => {
  await leave(
    'rapport-local-undelivered-events',
    JSON.stringify({
      ...{ version: '0', id: 'lost', source: 'rapport', 'detail-type': 'customer.created' },
      time: '2026-11-23T01:00:00Z',
      detail: {
        ...{ id: 'lost', type: 'customer.created', at: '2026-11-23T01:00:00.000Z', hops: 0 },
        ...{ correlationId: 'test', actor: { kind: 'system', id: 'test' } },
        data: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1 },
      },
    }),
    {
      RULE_ARN: 'arn:aws:events:eu-central-1:111122223333:rule/rapport-local-events/x',
      TARGET_ARN: 'arn:aws:sqs:eu-central-1:111122223333:rapport-local-customers-events',
    },
  );
  const sweep = { job: 'platform-due-sweep', scheduledTime: '2026-11-23T01:00:00Z' };
  const QueueUrl = 'https://sqs.eu-central-1.amazonaws.com/111122223333/rapport-local-platform-due-sweep';
  const firing = {
    SCHEDULE_ARN: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/rapport-local-schedules/x',
    TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
  };
  await leave(
    'rapport-local-undelivered-firings',
    JSON.stringify({ MessageBody: JSON.stringify(sweep), QueueUrl }),
    firing,
  );
  await leave('rapport-local-undelivered-firings', 'nothing that can be read', firing);

  const shown = await redrive('--stage', 'local');
  expect(shown.output).toMatch(/1 {2}rapport-local-undelivered-events/);
  expect(shown.output).toMatch(/2 {2}rapport-local-undelivered-firings/);
  expect(shown.code).toBe(0);

  const before = { events: await handled('CustomersEvents'), sweep: await handled('PlatformDueSweep') };
  const moved = await redrive('--stage', 'local', 'undelivered-events', 'undelivered-firings');
  expect(moved.output).toContain('rapport-local-undelivered-events: 1 delivered again, 0 left.');
  expect(moved.output).toContain('rapport-local-undelivered-firings: 1 delivered again, 1 left.');
  expect(moved.output).toMatch(/stays: it does not say to which queue/);
  expect(moved.code).toBe(1);
  await cloud.idle();
  expect(await handled('CustomersEvents')).toBeGreaterThan(before.events);
  expect(await handled('PlatformDueSweep')).toBeGreaterThan(before.sweep);
});

it('names the queues that keep dead letters when asked for another', async () => {
  const { code, output } = await redrive('--stage', 'local', 'customers-events');
  expect(output).toContain('rapport-local-undelivered-firings');
  expect(code).toBe(1);
});
