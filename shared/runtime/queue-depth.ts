/** Looking into queues without taking anything out. */
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

const counts = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Whether any of the queues holds a message: waiting, being handled or delayed. SQS counts to within a minute. */
export async function holdsMessages(client: SQSClient, queueUrls: readonly string[]): Promise<boolean> {
  const replies = await Promise.all(
    queueUrls.map((QueueUrl) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] })),
    ),
  );
  return replies.some(({ Attributes }) => counts.some((name) => Number(Attributes?.[name] ?? 0) > 0));
}
