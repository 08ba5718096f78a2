/** A counter that many raise at once. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConcurrentModification } from './commit.ts';
import type { Key, StoredRecord } from './item.ts';

/** Atomic, see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.AtomicCounters */
export async function raiseVersion(
  client: DynamoDBDocumentClient,
  tableName: string,
  key: Key,
): Promise<StoredRecord> {
  try {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...key },
        UpdateExpression: 'ADD #version :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes ?? {};
  } catch (error) {
    throw error instanceof ConditionalCheckFailedException ? new ConcurrentModification() : error;
  }
}
