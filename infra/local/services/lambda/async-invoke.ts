/**
 * Asynchronous invocation, as the bus and the scheduler use it: the function's errors are retried by Lambda
 * itself (twice, after one and two minutes), then the event goes to the function's own dead-letter queue.
 * Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
import type { Cloud, Invocation, Resource } from '../../cloud.ts';

export function invokeLater(cloud: Cloud, functionArn: string, invocation: Invocation): void {
  const target = cloud.template.byArn(functionArn);
  if (target === undefined) throw new Error(`There is no function ${functionArn}.`);
  const settings = asyncSettings(cloud, target);

  async function attempt(count: number): Promise<void> {
    const ended = cloud.activity.begin(`asynchronous invocation of ${functionArn.split(':').at(-1)}`);
    try {
      const result = await cloud.lambda.invoke(functionArn, invocation);
      if (result.ok) return;
      cloud.log(`${functionArn.split(':').at(-1)} failed (attempt ${count}): ${result.errorMessage}`);
      if (count <= settings.retries) {
        const at = cloud.clock.now() + count * 60_000;
        cloud.clock.schedule(at, `retry of ${invocation.cause}`, () => attempt(count + 1));
      } else if (settings.deadLetterArn !== undefined) {
        cloud.queues.send(settings.deadLetterArn, {
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

function asyncSettings(
  cloud: Cloud,
  target: Resource,
): { retries: number; deadLetterArn: string | undefined } {
  const config = cloud.template
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find((candidate) => candidate.properties.FunctionName === target.ref);
  const retries = config?.properties.MaximumRetryAttempts;
  const deadLetter = read(target.properties, 'DeadLetterConfig', 'TargetArn');
  const onFailure = read(config?.properties, 'DestinationConfig', 'OnFailure', 'Destination');
  const arn = onFailure ?? deadLetter;
  return {
    retries: typeof retries === 'number' ? retries : 2,
    deadLetterArn: typeof arn === 'string' && arn.includes(':sqs:') ? arn : undefined,
  };
}

function read(from: unknown, ...path: string[]): unknown {
  let value: unknown = from;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
