/** The one table on a real engine behind the endpoint of the local cloud, which injects the faults a test asks for. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import type { AwsCall, AwsReply, FaultRule } from '../../infra/local/cloud.ts';
import { createEndpoint } from '../../infra/local/endpoint/endpoint.ts';
import { faultGuard } from '../../infra/local/endpoint/fault-guard.ts';
import { createFaults } from '../../infra/local/endpoint/faults.ts';
import { createRuns } from '../../infra/local/runs.ts';
import { createEngineClient } from '../../infra/local/services/dynamodb/engine-client.ts';
import { createTable, type Table } from '../../shared/table/table.ts';
import { startTable, type TestTable } from './engine.ts';

export interface FaultyTable {
  readonly table: Table;
  /** The same table without faults. */
  readonly plain: TestTable;
  /** Makes calls suffer from now on; none by default. */
  faults(...rules: readonly Omit<FaultRule, 'service' | 'seed'>[]): void;
  /** Takes the place of the engine; undefined leaves a call to it. */
  answer(stand: (call: AwsCall) => AwsReply | undefined): void;
  /** Operations that have reached the endpoint since the last asking. */
  calls(): string[];
  close(): Promise<void>;
}

export async function startFaultyTable(): Promise<FaultyTable> {
  const plain = await startTable();
  const engine = createEngineClient(plain.endpoint);
  const faults = createFaults();
  let calls: string[] = [];
  let stand: (call: AwsCall) => AwsReply | undefined = () => undefined;
  const endpoint = await createEndpoint({
    clock: createClock({ activity: createActivity() }),
    runs: createRuns(),
    guards: [
      (call, next) => {
        calls.push(call.operation);
        return next(call);
      },
      faultGuard(faults, () => undefined),
    ],
  });
  endpoint.register({
    scopes: ['dynamodb'],
    handle: async (call) => stand(call) ?? engine.send(String(call.headers['x-amz-target']), call.body),
  });
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    maxAttempts: 1,
    // The operator's calls would be spared.
    credentials: { accessKeyId: 'Tested', secretAccessKey: 'x', sessionToken: 'Tested/1' },
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: createTable(documents, plain.name),
    plain,
    faults: (...rules) =>
      faults.replace(rules.map((rule) => ({ ...rule, service: 'dynamodb', seed: 20261121 }))),
    answer(given) {
      stand = given;
    },
    calls() {
      const seen = calls;
      calls = [];
      return seen;
    },
    async close() {
      client.destroy();
      await endpoint.close();
      engine.close();
      await plain.close();
    },
  };
}
