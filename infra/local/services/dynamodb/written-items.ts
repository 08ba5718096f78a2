/** Which items a write to DynamoDB may have given a time to live. */
import * as z from 'zod';

export const item = z.record(z.string(), z.record(z.string(), z.unknown()));
export type Item = z.output<typeof item>;

const put = z.looseObject({ TableName: z.string(), Item: item });
const update = z.looseObject({
  TableName: z.string(),
  Key: item,
  UpdateExpression: z.string().default(''),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
});
const transaction = z.looseObject({
  TransactItems: z.array(z.looseObject({ Put: put.optional(), Update: update.optional() })),
});
const batch = z.looseObject({
  RequestItems: z.record(
    z.string(),
    z.array(z.looseObject({ PutRequest: z.looseObject({ Item: item }).optional() })),
  ),
});

export interface WrittenItem {
  readonly tableName: string;
  /** The item or at least its keys. */
  readonly keys: Item;
  /** Seconds since the epoch; `unknown` where an update set it by an expression. */
  readonly expiry: number | 'unknown';
}

/** `attribute` is the name of the time to live. */
export function writtenItems(operation: string, body: Buffer, attribute: string): readonly WrittenItem[] {
  if (!body.includes(attribute)) return [];
  const input: unknown = JSON.parse(body.toString('utf8'));
  const fromPut = ({ TableName, Item }: z.output<typeof put>): WrittenItem[] =>
    Item[attribute] ? [{ tableName: TableName, keys: Item, expiry: Number(Item[attribute].N) }] : [];
  const mentions = new RegExp(`(?<![\\w#:])${attribute}(?!\\w)`);
  const fromUpdate = (one: z.output<typeof update>): WrittenItem[] =>
    Object.values(one.ExpressionAttributeNames).includes(attribute) || mentions.test(one.UpdateExpression)
      ? [{ tableName: one.TableName, keys: one.Key, expiry: 'unknown' }]
      : [];
  switch (operation) {
    case 'PutItem':
      return fromPut(put.parse(input));
    case 'UpdateItem':
      return fromUpdate(update.parse(input));
    case 'TransactWriteItems':
      return transaction
        .parse(input)
        .TransactItems.flatMap(({ Put, Update }) => [
          ...(Put ? fromPut(Put) : []),
          ...(Update ? fromUpdate(Update) : []),
        ]);
    case 'BatchWriteItem':
      return Object.entries(batch.parse(input).RequestItems).flatMap(([TableName, requests]) =>
        requests.flatMap(({ PutRequest }) => (PutRequest ? fromPut({ TableName, ...PutRequest }) : [])),
      );
    default:
      return [];
  }
}
