/**
 * Asynchronous invocation, as the bus and the scheduler use it: the function's errors are retried by Lambda
 * itself (twice, after one and two minutes), then the event goes to the function's own dead-letter queue.
 * Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
import type { Cloud, Invocation, Resource } from '../../cloud.ts';
import { record } from '../../reading.ts';

const retries = 2;

export function invokeLater(cloud: Cloud, functionArn: string, invocation: Invocation): void {
  const target = cloud.template.byArn(functionArn);
  if (target === undefined) throw new Error(`There is no function ${functionArn}.`);
  const deadLetterArn = deadLetterQueue(target);

  async function attempt(count: number): Promise<void> {
    const ended = cloud.activity.begin(`asynchronous invocation of ${functionArn.split(':').at(-1)}`);
    try {
      const result = await cloud.lambda.invoke(functionArn, invocation);
      if (result.ok) return;
      cloud.log(`${functionArn.split(':').at(-1)} failed (attempt ${count}): ${result.errorMessage}`);
      if (count <= retries) {
        const at = cloud.clock.now() + count * 60_000;
        cloud.clock.schedule(at, `retry of ${invocation.cause}`, () => attempt(count + 1));
      } else if (deadLetterArn !== undefined) {
        cloud.queues.send(deadLetterArn, {
          body: JSON.stringify(invocation.payload),
          attributes: {
            ErrorCode: { DataType: 'Number', StringValue: '200' },
            ErrorMessage: { DataType: 'String', StringValue: result.errorMessage.slice(0, 1024) },
          },
        });
      }
    } finally {
      ended();
    }
  }
  void attempt(1);
}

/** Only queues are imitated. */
function deadLetterQueue({ properties }: Resource): string | undefined {
  const arn = record(properties.DeadLetterConfig).TargetArn;
  return typeof arn === 'string' && arn.includes(':sqs:') ? arn : undefined;
}
