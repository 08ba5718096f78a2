/** Carrying out writes, all or none, whatever the network does to the request. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { addingOnce, type Write } from './write.ts';

/** DynamoDB's limit: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
export const maximumWrites = 100;

/** Somebody else changed an item in the meantime: reload and try again. */
export class ConcurrentModification extends Error {
  constructor() {
    super('An item was changed by somebody else in the meantime');
    this.name = 'ConcurrentModification';
  }
}

/** The table cannot take the write now; it is safe to send the same request again. */
export class TableThrottled extends Error {
  constructor(cause: unknown) {
    super('The table is busy', { cause });
    this.name = 'TableThrottled';
  }
}

/** Some four seconds, and eight at most, of the ten that a route has: where many write to one row, each has to get its turn. */
const attempts = 50;
/** A longer one would keep back whoever has lost most often, and let those through who have just come. */
const longestPause = 160;
const contention = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Commits the writes: one by itself, more as a transaction.
 * Answers `already` when a condition whose failure means that the effect is there has failed.
 */
export async function commit(
  client: DynamoDBDocumentClient,
  tableName: string,
  decided: readonly Write[],
): Promise<'committed' | 'already'> {
  const writes = addingOnce(decided);
  const [only] = writes;
  if (only === undefined) return 'committed';
  if (writes.length > maximumWrites)
    throw new Error(`${writes.length} writes do not fit into one transaction`);
  const failed = await retried(() =>
    writes.length === 1 && bearsRepetition(only)
      ? single(client, tableName, only)
      : transaction(client, tableName, writes),
  )();
  if (failed === undefined) return 'committed';
  if (failed.onConflict === 'ok') return 'already';
  if (failed.onConflict === 'retry') throw new ConcurrentModification();
  throw failed.onConflict instanceof Error ? failed.onConflict : await failed.onConflict();
}

/**
 * Whether the SDK may repeat the write by itself after a lost reply. An update may add to a number: only one whose
 * failed condition means that it is done may come twice without the token of a transaction.
 */
function bearsRepetition({ action, condition, onConflict }: Write): boolean {
  return action !== 'Update' || (condition !== undefined && onConflict === 'ok');
}

type Attempt = () => Promise<Write | undefined>;

/** Contention is retried with jitter; a failed condition is an answer. */
function retried(prepare: () => Attempt): Attempt {
  // Prepared once: a transaction keeps its token over all attempts, so a lost reply cannot double it.
  const attempt = prepare();
  return async () => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!isContention(error)) throw error;
        if (tried === attempts) throw new TableThrottled(error);
        await sleep(Math.random() * Math.min(25 * 2 ** tried, longestPause));
      }
    }
  };
}

function transaction(client: DynamoDBDocumentClient, tableName: string, writes: readonly Write[]): Attempt {
  const input = {
    ClientRequestToken: randomUUID(),
    TransactItems: writes.map((write) => transactItem(write, tableName)),
  };
  return async () => {
    try {
      await client.send(new TransactWriteCommand(input));
      return undefined;
    } catch (error) {
      const index = reasonsOf(error).findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      const failed = writes[index];
      if (failed === undefined) throw error;
      return failed;
    }
  };
}

function single(client: DynamoDBDocumentClient, tableName: string, write: Write): Attempt {
  const send = sender(client, tableName, write);
  return async () => {
    try {
      await send();
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The SDK repeats a write whose reply was lost; then the condition fails on what we wrote ourselves.
      const wasRepeated = (error.$metadata.attempts ?? 1) > 1;
      return wasRepeated && isDone(error, write) ? undefined : write;
    }
  };
}

function sender(client: DynamoDBDocumentClient, tableName: string, write: Write): () => Promise<unknown> {
  const target = {
    TableName: tableName,
    ...conditionOf(write),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const Key = { ...write.key };
  switch (write.action) {
    case 'Put':
      return () => client.send(new PutCommand({ ...target, Item: { ...write.record } }));
    case 'Delete':
      return () => client.send(new DeleteCommand({ ...target, Key }));
    case 'Update':
      return () => client.send(new UpdateCommand({ ...target, Key, UpdateExpression: write.update }));
    case 'Check':
      throw new Error('A check stands beside what it holds back');
  }
}

function isDone({ Item }: ConditionalCheckFailedException, { record }: Write): boolean {
  const stored = Item === undefined ? undefined : unmarshall(Item);
  return isDeepStrictEqual(stored, record && withoutUndefined(record));
}

function transactItem(write: Write, tableName: string) {
  const target = { TableName: tableName, ...conditionOf(write) };
  switch (write.action) {
    case 'Put':
      return { Put: { ...target, Item: { ...write.record } } };
    case 'Delete':
      return { Delete: { ...target, Key: { ...write.key } } };
    case 'Update':
      return { Update: { ...target, Key: { ...write.key }, UpdateExpression: write.update } };
    case 'Check':
      return { ConditionCheck: { ...target, Key: { ...write.key }, ConditionExpression: write.condition } };
  }
}

function conditionOf(write: Write) {
  return {
    ...(write.condition === undefined ? {} : { ConditionExpression: write.condition }),
    ...(write.names === undefined ? {} : { ExpressionAttributeNames: { ...write.names } }),
    ...(write.values === undefined ? {} : { ExpressionAttributeValues: { ...write.values } }),
  };
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(record));
}

function reasonsOf(error: unknown): readonly CancellationReason[] {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
}

/** Contention: every reason of a cancelled transaction is a conflict or throttling, or the call itself was. */
function isContention(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException' || error.name === 'TransactionInProgressException')
    return true;
  const codes = reasonsOf(error).flatMap((reason) =>
    reason.Code === undefined || reason.Code === 'None' ? [] : [reason.Code],
  );
  return codes.length > 0 && codes.every((code) => contention.has(code));
}
