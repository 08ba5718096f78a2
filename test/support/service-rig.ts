/** One stand-in behind a plain endpoint, with the real clock, agenda and activity; queues only record. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import {
  AwsError,
  type AwsService,
  type Cloud,
  type Faults,
  type Invocation,
  type Resource,
  type SentMessage,
  type State,
} from '../../infra/local/cloud.ts';
import { KeptMap } from '../../infra/local/state.ts';

type Declared = Partial<Resource> & Pick<Resource, 'type' | 'ref'>;

export interface Rig {
  readonly cloud: Cloud;
  readonly sent: { queueArn: string; message: SentMessage }[];
  readonly invoked: { functionArn: string; invocation: Invocation }[];
  readonly published: { bus: string; event: Parameters<Cloud['publish']>[1] }[];
  readonly lines: string[];
  serve(service: AwsService): Promise<void>;
  client(): {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  close(): void;
}

export const region = 'eu-central-1';
export const accountId = '000000000000';
export const queueArn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
export const roleArn = `arn:aws:iam::${accountId}:role/scheduler`;

/** State that outlives one rig, so that a restart can be played. */
export function memoryState(): State {
  const maps = new Map<string, Map<string, string>>();
  return {
    map<Value>(name: string) {
      const kept = maps.get(name) ?? new Map<string, string>();
      maps.set(name, kept);
      const entries = [...kept].map(([key, json]): [string, Value] => [key, JSON.parse(json)]);
      return new KeptMap(entries, {
        put: (key, value) => void kept.set(key, JSON.stringify(value)),
        remove: (key) => void kept.delete(key),
      });
    },
    close: () => undefined,
  };
}

const noFaults: Faults = {
  rules: () => [],
  replace: () => undefined,
  forCall: () => undefined,
  forDelivery: () => ({ duplicate: false, lateMs: 0 }),
};

export interface RigOptions {
  readonly resources?: readonly Declared[];
  readonly now?: string;
  readonly state?: State;
  readonly faults?: Partial<Faults>;
}

export function createRig(options: RigOptions = {}): Rig {
  const resources = (options.resources ?? []).map(
    (declared): Resource => ({
      stack: 'Test',
      logicalId: declared.ref,
      properties: {},
      metadata: {},
      arn: `arn:local:${declared.ref}`,
      ...declared,
    }),
  );
  const activity = createActivity();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const offset = options.now === undefined ? 0 : Date.parse(options.now) - Date.now();
  const clock = createClock({ activity, offset, log });
  const sent: Rig['sent'] = [];
  const invoked: Rig['invoked'] = [];
  const published: Rig['published'] = [];
  const cloud: Cloud = {
    clock,
    activity,
    state: options.state ?? memoryState(),
    template: {
      resources,
      ofType: (type) => resources.filter((resource) => resource.type === type),
      byArn: (arn) => resources.find((resource) => resource.arn === arn),
      byLogicalId: (logicalId) => resources.find((resource) => resource.logicalId === logicalId),
      asset: (hash) => hash,
    },
    faults: { ...noFaults, ...options.faults },
    region,
    accountId,
    endpointUrl: 'http://127.0.0.1',
    directory: undefined,
    lambda: {
      async invoke(functionArn, invocation) {
        invoked.push({ functionArn, invocation });
        if (!functionArn.endsWith('broken')) return { ok: true, payload: null };
        return { ok: false, errorType: 'Error', errorMessage: 'broken on purpose' };
      },
      kill: () => undefined,
      functions: () => [],
      close: async () => undefined,
    },
    queues: {
      send(arn, message) {
        if (!resources.some((resource) => resource.arn === arn)) throw new Error(`There is no queue ${arn}.`);
        sent.push({ queueArn: arn, message });
        return 'message';
      },
      receive: () => [],
      remove: () => undefined,
      release: () => undefined,
      onVisible: () => undefined,
      list: () => [],
      redrive: () => 0,
    },
    publish: (bus, event) => published.push({ bus, event }),
    putObject: () => undefined,
    log,
  };
  const servers: ReturnType<typeof createServer>[] = [];
  let endpoint = '';
  return {
    cloud,
    sent,
    invoked,
    published,
    lines,
    async serve(service) {
      const server = serverOf(service);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    client: () => ({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    close() {
      for (const server of servers) server.closeAllConnections();
      for (const server of servers) server.close();
    },
  };
}

function serverOf(service: AwsService) {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    const target = request.headers['x-amz-target'];
    const operation = service.operationOf?.(method, url) ?? String(target).split('.')[1] ?? '';
    const caller = { functionId: 'operator' };
    const call = {
      service: '',
      operation,
      method,
      url,
      headers: request.headers,
      body: Buffer.concat(chunks),
      caller,
    };
    try {
      const reply = await service.handle(call);
      response.writeHead(reply.status, reply.headers).end(reply.body);
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError(500, 'InternalFailure', String(error));
      response
        .writeHead(known.status)
        .end(JSON.stringify({ __type: known.code, message: known.message, ...known.members }));
    }
  });
}
