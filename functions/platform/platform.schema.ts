/** What the platform says of itself, and the messages of the parked queue. */
import * as z from 'zod';

/** What runs here, for programs that have nothing but the address. */
export const Root = z
  .strictObject({
    title: z
      .string()
      .max(100)
      .meta({ examples: ['Rapport'] }),
    version: z
      .string()
      .max(20)
      .meta({ examples: ['1'] }),
    description: z.string().max(1000),
    openapi: z.literal('/openapi.json').describe('The OpenAPI 3.1 document of this API.'),
    reference: z.literal('/reference').describe('The same as a page for people.'),
  })
  .meta({ id: 'Root', description: 'What runs here and where to go.' });
export type Root = z.infer<typeof Root>;

/** An event that the relay could not publish, whole, so that it can be published when the cause is corrected. */
export const ParkedEvent = z.strictObject({
  kind: z.literal('parked-event'),
  reason: z.enum(['unreadable', 'too-many-hops', 'too-large']),
  item: z.string(),
  sequenceNumber: z.string(),
  /** As it was found; left out when it does not fit into a message. The item in the table has it, too. */
  envelope: z.unknown(),
});
export type ParkedEvent = z.infer<typeof ParkedEvent>;

/** A rule's message: Lambda has put the records of a failed invocation into a bucket. */
const StoredFailure = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/** What lies in the parked queue. */
export const ParkedMessage = z.union([ParkedEvent, StoredFailure]);
export type ParkedMessage = z.infer<typeof ParkedMessage>;

const RawRecord = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']).optional(),
  dynamodb: z.object({
    SequenceNumber: z.string().optional(),
    Keys: z.record(z.string(), z.unknown()).optional(),
    NewImage: z.record(z.string(), z.unknown()).optional(),
  }),
});

const Invocation = z.object({ Records: z.array(RawRecord) });

/**
 * What Lambda keeps of a failed invocation: `payload` is the whole event. The documentation does not say whether as
 * an object or as text, so both are read.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const FailedInvocation = z.object({
  payload: z.union([
    Invocation,
    z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(Invocation),
  ]),
});
