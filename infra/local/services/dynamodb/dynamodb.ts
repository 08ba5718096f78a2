/** DynamoDB behind the endpoint: calls go on to the engine as they are; time to live and streams are ours. */
import { AwsError, type AwsService, type Cloud } from '../../cloud.ts';
import { createEngineClient } from './engine-client.ts';
import { createStreamCursor, type StreamReader } from './table-stream.ts';
import { createTable, readTables } from './tables.ts';
import { createTimeToLive } from './time-to-live.ts';

export interface DynamoDb extends AwsService {
  /** Makes the tables of the template that are not there yet; to be called once before the first call. */
  createTables(): Promise<void>;
  /** Deletes all items whose time to live has passed, as the agenda does by itself. Answers how many. */
  sweepExpired(): Promise<number>;
  readonly streams: StreamReader;
  close(): void;
}

const WRITES = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
]);

export function createDynamoDb(cloud: Cloud, engine: { readonly endpoint: string }): DynamoDb {
  const client = createEngineClient(engine.endpoint);
  const tables = readTables(cloud.template);
  const listeners = new Set<() => void>();
  const written = () => {
    for (const listener of listeners) listener();
  };
  const timeToLive = createTimeToLive(cloud, client, tables, written);

  return {
    // Streams are signed for `dynamodb` too.
    scopes: ['dynamodb'],
    async handle(call) {
      const target = call.headers['x-amz-target'];
      if (typeof target !== 'string') throw new AwsError(400, 'MissingAction', 'X-Amz-Target is missing.');
      const reply = await client.send(target, call.body);
      if (reply.status === 200 && WRITES.has(call.operation)) {
        timeToLive.observe(call.operation, call.body);
        written();
      }
      const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.0' };
      if (reply.requestId) headers['x-amzn-requestid'] = reply.requestId;
      return { status: reply.status, headers, body: reply.body };
    },
    async createTables() {
      let existed = false;
      for (const table of tables) existed = (await createTable(client, table)).existed || existed;
      if (existed) await timeToLive.learn();
    },
    async sweepExpired() {
      await timeToLive.learn();
      return timeToLive.sweep();
    },
    streams: {
      open: (tableName, position) => createStreamCursor(client, tableName, position, timeToLive.removed),
      onWrite(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    close: () => client.close(),
  };
}
