import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { StoredRecord } from './item.ts';

/** The record of an image in the table's stream, which comes in DynamoDB's own notation: `{ "pk": { "S": "…" } }`. */
export function recordFromImage(image: Readonly<Record<string, unknown>>): StoredRecord {
  return unmarshall(image as Parameters<typeof unmarshall>[0]);
}
