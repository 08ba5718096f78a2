/**
 * EventBridge, SQS and S3 as far as the platform's functions call them, on a port of this machine: the real handlers
 * and the real SDK run against it, and a test decides which entries fail.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import * as z from 'zod';

const Entries = z.object({ Entries: z.array(z.looseObject({})) });
const BusEntry = z.object({ EventBusName: z.string(), DetailType: z.string(), Detail: z.string() });
const QueueEntry = z.object({ Id: z.string(), MessageBody: z.string() });

export interface Services {
  /** Requests to the bus: the event ids of each, in order. */
  readonly puts: string[][];
  /** Event ids that are on the bus, in order. */
  readonly published: string[];
  /** Requests to queues: how many messages each had. */
  readonly sends: { queueUrl: string; count: number }[];
  /** Bodies of the messages that are in a queue. */
  readonly messages: unknown[];
  readonly objects: Map<string, string>;
  /** How often an entry with this event id, or a message with this text in it, fails before it succeeds. */
  readonly failures: Map<string, number>;
}

/** Starts the services for a test file and points the environment of functions to them. */
export function useServices(environment: (endpoint: string) => Readonly<Record<string, string>>): Services {
  const services: Services = {
    puts: [],
    published: [],
    sends: [],
    messages: [],
    objects: new Map(),
    failures: new Map(),
  };
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target === '') {
      const object = services.objects.get(request.url?.split('?')[0] ?? '');
      response.statusCode = object === undefined ? 404 : 200;
      response.end(object ?? '<Error><Code>NoSuchKey</Code></Error>');
      return;
    }
    response.setHeader('content-type', String(request.headers['content-type']));
    const reply = target.endsWith('PutEvents') ? putEvents(services, body) : sendMessages(services, body);
    response.end(JSON.stringify(reply));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const endpoint = `http://127.0.0.1:${port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...environment(endpoint),
    });
  });
  beforeEach(() => {
    for (const list of [services.puts, services.published, services.sends, services.messages])
      list.length = 0;
    services.objects.clear();
    services.failures.clear();
  });
  afterAll(() => {
    server.close();
  });
  return services;
}

function fails(services: Services, name: string | undefined): boolean {
  const left = name === undefined ? 0 : (services.failures.get(name) ?? 0);
  if (name !== undefined && left > 0) services.failures.set(name, left - 1);
  return left > 0;
}

function putEvents(services: Services, body: string) {
  const entries = Entries.parse(JSON.parse(body)).Entries.map((entry) => BusEntry.parse(entry));
  const ids = entries.map(({ Detail }) => z.object({ id: z.string() }).parse(JSON.parse(Detail)).id);
  services.puts.push(ids);
  const results = ids.map((id) => {
    if (fails(services, id)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
    services.published.push(id);
    return { EventId: `bus-${id}` };
  });
  return { FailedEntryCount: results.filter((each) => 'ErrorCode' in each).length, Entries: results };
}

function sendMessages(services: Services, body: string) {
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(JSON.parse(body));
  const entries = Entries.parse(JSON.parse(body)).Entries.map((entry) => QueueEntry.parse(entry));
  services.sends.push({ queueUrl: QueueUrl, count: entries.length });
  const failing = [...services.failures.keys()];
  const failed = entries.filter(({ MessageBody }) =>
    fails(
      services,
      failing.find((text) => MessageBody.includes(text)),
    ),
  );
  const sent = entries.filter((entry) => !failed.includes(entry));
  services.messages.push(...sent.map(({ MessageBody }): unknown => JSON.parse(MessageBody)));
  return {
    Successful: sent.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: `message-${Id}`,
      MD5OfMessageBody: md5(MessageBody),
    })),
    Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
  };
}

/** The SDK compares it with what it has sent. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
