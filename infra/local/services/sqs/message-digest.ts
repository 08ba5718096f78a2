import { createHash } from 'node:crypto';
import type { SentMessage } from '../../cloud.ts';

type Attributes = NonNullable<SentMessage['attributes']>;

export function digestOfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * SQS developer guide, "Calculating the MD5 message digest for message attributes": by sorted name, each of
 * name, data type and value with its length in four bytes, and one byte for text (1) or binary (2).
 */
export function digestOfAttributes(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (value: string | Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(value));
    hash.update(length).update(value);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    part(name);
    part(DataType);
    const isText = BinaryValue === undefined;
    hash.update(Buffer.from([isText ? 1 : 2]));
    part(isText ? (StringValue ?? '') : Buffer.from(BinaryValue, 'base64'));
  }
  return hash.digest('hex');
}

/** Bytes that count against the size limits: the body, and name, type and value of each attribute. */
export function sizeOf({ body, attributes = {} }: SentMessage): number {
  const sizes = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const value = BinaryValue === undefined ? (StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
    return Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(value);
  });
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}
