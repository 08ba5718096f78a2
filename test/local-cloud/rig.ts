/** A local cloud with the real clock, endpoint and engine, hand-written resources, and functions written as closures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import type {
  AwsService,
  Cloud,
  Invocation,
  InvocationResult,
  Queues,
  Resource,
  Template,
} from '../../infra/local/cloud.ts';
import { createEndpoint } from '../../infra/local/endpoint/endpoint.ts';
import { createFaults } from '../../infra/local/endpoint/faults.ts';
import { createRuns } from '../../infra/local/runs.ts';
import { createState } from '../../infra/local/state.ts';

export const region = 'eu-central-1';
export const accountId = '123456789012';

export type FakeFunction = (invocation: Invocation) => unknown;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface Rig {
  readonly cloud: Cloud;
  /** For the AWS SDK clients. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly published: { readonly bus: string; readonly event: unknown }[];
  readonly parked: { readonly bucket: string; readonly key: string; readonly body: string }[];
  readonly logged: string[];
  join(service: AwsService): void;
  useQueues(queues: Queues): void;
  advance(milliseconds: number): Promise<unknown>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly resources?: readonly Resource[];
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly directory?: string | undefined;
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const activity = createActivity();
  const clock = createClock({ activity });
  const state = createState(options.directory);
  const runs = createRuns();
  const endpoint = await createEndpoint({ clock, runs });
  const published: Rig['published'] = [];
  const parked: Rig['parked'] = [];
  const logged: string[] = [];
  const cloud: Writable<Cloud> = {
    clock,
    activity,
    state,
    template: templateOf(options.resources ?? []),
    faults: createFaults(),
    region,
    accountId,
    endpointUrl: endpoint.url,
    directory: options.directory,
    lambda: fakeLambda(options.functions ?? {}, activity),
    get queues(): Queues {
      throw new Error('This rig has no queues.');
    },
    publish: (bus, event) => published.push({ bus, event }),
    putObject: (bucket, key, body) => parked.push({ bucket, key, body }),
    log: (line) => logged.push(line),
  };
  return {
    cloud,
    client: { endpoint: endpoint.url, region, credentials: { accessKeyId: 'Tester', secretAccessKey: 'x' } },
    published,
    parked,
    logged,
    join: (service) => endpoint.register(service),
    useQueues: (queues) => Object.defineProperty(cloud, 'queues', { value: queues }),
    advance: (milliseconds) => clock.advanceTo(clock.now() + milliseconds),
    async close() {
      await endpoint.close();
      await state.close();
    },
  };
}

function fakeLambda(functions: Readonly<Record<string, FakeFunction>>, activity: Cloud['activity']) {
  return {
    async invoke(functionArn: string, invocation: Invocation): Promise<InvocationResult> {
      const ended = activity.begin('invocation');
      try {
        const run = functions[functionArn.split(':').at(-1)!];
        if (!run) throw new Error(`The rig has no function ${functionArn}.`);
        return { ok: true, payload: await run(structuredClone(invocation)) };
      } catch (error) {
        const known = error instanceof Error ? error : new Error(String(error));
        return { ok: false, errorType: known.name, errorMessage: known.message };
      } finally {
        ended();
      }
    },
    kill: () => undefined,
    functions: () => [],
    close: async () => {},
  };
}

function templateOf(resources: readonly Resource[]): Template {
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => resources.find((resource) => resource.arn === arn),
    byLogicalId: (logicalId) => resources.find((resource) => resource.logicalId === logicalId),
    asset: (hash) => hash,
  };
}

function resource(type: string, logicalId: string, properties: object, ref: string, arn: string): Resource {
  return { stack: 'test', logicalId, type, properties: { ...properties }, metadata: {}, ref, arn };
}

export const queueArn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
export const functionArn = (name: string) => `arn:aws:lambda:${region}:${accountId}:function:${name}`;
export const streamArn = (table: string) =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${table}/stream/2020-01-01T00:00:00.000`;

export const aQueue = (name: string, properties: object = {}) =>
  resource('AWS::SQS::Queue', name, properties, `http://127.0.0.1/${accountId}/${name}`, queueArn(name));

export const aFunction = (name: string) =>
  resource('AWS::Lambda::Function', name, {}, name, functionArn(name));

export const aBucket = (name: string, properties: object = {}) =>
  resource('AWS::S3::Bucket', name, properties, name, `arn:aws:s3:::${name}`);

export const aMapping = (properties: object) =>
  resource('AWS::Lambda::EventSourceMapping', 'Mapping', properties, 'Mapping', 'arn:local:test:Mapping');

/** One table of the product's shape: two keys, an index with the card, time to live and a stream. */
export const aTable = (name: string, properties: object = {}) =>
  resource(
    'AWS::DynamoDB::Table',
    name,
    {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card'] },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      ...properties,
    },
    name,
    `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  );

export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
