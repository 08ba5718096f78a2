/** A cloud of a few handwritten resources and handlers, for tests of one part of the local cloud. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import type { AwsCall, Cloud } from '../../infra/local/cloud.ts';
import { createEndpoint, type Endpoint } from '../../infra/local/endpoint/endpoint.ts';
import { faultGuard } from '../../infra/local/endpoint/fault-guard.ts';
import { createFaults } from '../../infra/local/endpoint/faults.ts';
import { createMeter, type Meter, meterGuard } from '../../infra/local/endpoint/meter.ts';
import { createRuns } from '../../infra/local/runs.ts';
import {
  createLambda,
  type LambdaOptions,
  type LocalLambda,
} from '../../infra/local/services/lambda/lambda.ts';
import { createState } from '../../infra/local/state.ts';
import { readTemplate, type TemplateOptions } from '../../infra/local/template.ts';

export interface TinyResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

export interface TinyStack {
  readonly Resources: Record<string, TinyResource & { Condition?: string; Metadata?: unknown }>;
  readonly Outputs?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
  readonly Parameters?: Record<string, unknown>;
}

export const region = 'eu-central-1';
export const accountId = '111122223333';
const unused = (): never => {
  throw new Error('The tiny cloud has no such part.');
};

/** Writes a cloud assembly; answers its folder. */
export function writeAssembly(
  stacks: Record<string, TinyStack>,
  handlers: Record<string, string> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-cloud-'));
  const artifacts: Record<string, unknown> = {
    Assets: { type: 'cdk:asset-manifest', properties: { file: 'all.assets.json' } },
  };
  for (const [name, template] of Object.entries(stacks)) {
    artifacts[name] = { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(template));
  }
  const files: Record<string, unknown> = {};
  for (const [hash, source] of Object.entries(handlers)) {
    mkdirSync(join(folder, `asset.${hash}`));
    writeFileSync(join(folder, `asset.${hash}`, 'index.mjs'), source);
    files[hash] = { source: { path: `asset.${hash}`, packaging: 'zip' } };
  }
  writeFileSync(join(folder, 'all.assets.json'), JSON.stringify({ files }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  return folder;
}

/** A function whose asset hash is its own id. */
export function aFunction(
  id: string,
  properties: Record<string, unknown> = {},
): Record<string, TinyResource> {
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: `${id}.zip` },
        Timeout: 5,
        MemorySize: 256,
        ...properties,
      },
    },
  };
}

export const arnOf = (functionId: string): string =>
  `arn:aws:lambda:${region}:${accountId}:function:Stack-${functionId}`;

export interface TinyCloud extends Cloud {
  readonly lambda: LocalLambda;
  readonly endpoint: Endpoint;
  readonly meter: Meter;
  readonly lines: string[];
  readonly unawaited: AwsCall[];
  close(): Promise<void>;
}

export async function startTinyCloud(
  resources: TinyStack['Resources'],
  handlers: Record<string, string>,
  options: { limits?: LambdaOptions['limits']; physical?: TemplateOptions['physical'] } = {},
): Promise<TinyCloud> {
  const folder = writeAssembly({ Stack: { Resources: resources } }, handlers);
  const activity = createActivity();
  const clock = createClock({ activity });
  const [runs, meter, faults, state] = [createRuns(), createMeter(), createFaults(), createState(undefined)];
  const lines: string[] = [];
  const unawaited: AwsCall[] = [];
  const log = (line: string): void => void lines.push(line);
  const endpoint = await createEndpoint({
    clock,
    runs,
    guards: [faultGuard(faults, (workerId) => cloud.lambda.kill(workerId)), meterGuard(meter)],
    onUnawaitedCall: (call) => unawaited.push(call),
    log,
  });
  const template = readTemplate(folder, {
    region,
    accountId,
    endpointUrl: endpoint.url,
    physical: options.physical,
  });
  const cloud = {
    clock,
    activity,
    state,
    template,
    faults,
    region,
    accountId,
    endpointUrl: endpoint.url,
    directory: undefined,
    publish: unused,
    putObject: unused,
    log,
    get queues() {
      return unused();
    },
    get lambda() {
      return lambda;
    },
  };
  const lambda: LocalLambda = createLambda(cloud, { runs, meter, limits: options.limits });
  async function close(): Promise<void> {
    await lambda.close();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return Object.assign(cloud, { endpoint, meter, lines, unawaited, close });
}
