/** Reading and answering the JSON protocols of AWS (`aws.json 1.1` and `rest-json`). */
import type * as z from 'zod';
import { type AwsCall, AwsError, type AwsReply } from '../cloud.ts';

/** Parses the body of a call; what does not fit is refused with the service's `code`. */
export function readBody<S extends z.ZodType>(
  schema: S,
  call: AwsCall,
  code = 'ValidationException',
): z.output<S> {
  const text = call.body.toString('utf8');
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError(400, 'SerializationException', 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AwsError(400, code, `${places.length} validation error(s) detected: ${places.join('; ')}`);
}

export function jsonReply(body: unknown): AwsReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  };
}

/** `2026-11-21T09:00:00Z`: how the event services of AWS write an instant. */
export function wholeSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
