/** The queues of the templates; what is not imitated is refused by name. */
import * as z from 'zod';
import type { Resource } from '../../cloud.ts';

const ignored = z.unknown().optional();
const seconds = (most: number) => z.coerce.number().int().min(0).max(most);

/** Defaults and limits: SQS developer guide, "Message quotas" (1 MiB since August 2025). */
export const LARGEST_MESSAGE = 1_048_576;

const properties = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: seconds(43_200).default(30),
  DelaySeconds: seconds(900).default(0),
  MessageRetentionPeriod: z.coerce.number().int().min(60).max(1_209_600).default(345_600),
  MaximumMessageSize: z.coerce.number().int().min(1024).max(LARGEST_MESSAGE).default(LARGEST_MESSAGE),
  ReceiveMessageWaitTimeSeconds: seconds(20).default(0),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1) })
    .optional(),
  FifoQueue: z.literal(false, 'FIFO queues are not imitated').optional(),
  RedriveAllowPolicy: ignored,
  SqsManagedSseEnabled: ignored,
  KmsMasterKeyId: ignored,
  KmsDataKeyReusePeriodSeconds: ignored,
  Tags: ignored,
});

export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  /** Bytes of body and attributes together. */
  readonly largestMessage: number;
  /** How long a receive waits for a first message where the call does not say. */
  readonly waitSeconds: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
}

export function readQueue(resource: Resource): QueueSettings {
  const parsed = properties.safeParse(resource.properties);
  if (!parsed.success) {
    const why = z.prettifyError(parsed.error);
    throw new Error(`The local cloud cannot make the queue ${resource.logicalId}:\n${why}`);
  }
  const { RedrivePolicy: redrive, ...rest } = parsed.data;
  return {
    name: resource.arn.split(':').at(-1) ?? resource.logicalId,
    arn: resource.arn,
    url: resource.ref,
    visibilitySeconds: rest.VisibilityTimeout,
    delaySeconds: rest.DelaySeconds,
    retentionSeconds: rest.MessageRetentionPeriod,
    largestMessage: rest.MaximumMessageSize,
    waitSeconds: rest.ReceiveMessageWaitTimeSeconds,
    redrive: redrive && {
      deadLetterArn: redrive.deadLetterTargetArn,
      maxReceiveCount: redrive.maxReceiveCount,
    },
  };
}
