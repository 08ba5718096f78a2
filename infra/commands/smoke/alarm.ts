/** Makes an alarm ring for certain: a message lies where none may lie, until its metric has been read. */
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Smoke } from './campaign.ts';

/**
 * The alarm looks at five minutes, and of a queue in which nothing has lain for six hours SQS tells CloudWatch up to 15
 * minutes late: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html
 */
const minutes = 25;

/** Answers what makes the alarm of a stage ring. Throws when its queue cannot be found with the credentials at hand. */
export async function findBell(sqs: SQSClient, stage: string): Promise<(smoke: Smoke) => Promise<void>> {
  const QueueName = `rapport-${stage}-undelivered-events`;
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    return (smoke) => ring(sqs, { QueueName, QueueUrl }, smoke);
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new Error(`There is no queue ${QueueName} in this account and region. Is ${stage} the stage?`);
  }
}

interface Bell {
  readonly QueueName: string;
  readonly QueueUrl: string | undefined;
}

async function ring(sqs: SQSClient, { QueueName, QueueUrl }: Bell, smoke: Smoke): Promise<void> {
  const mark = `smoke test ${(await smoke.now()).toISOString()}`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: mark }));
  const end = (await smoke.now()).valueOf() + minutes * 60_000;
  smoke.say(`a message lies in ${QueueName} for ${minutes} minutes, until ${new Date(end).toISOString()}`);
  while ((await smoke.now()).valueOf() < end) await smoke.wait();
  await takeAway(sqs, QueueUrl, mark);
  smoke.say(`it is taken away: whoever is told of alarms must have had a mail of ${QueueName}`);
}

async function takeAway(sqs: SQSClient, QueueUrl: string | undefined, mark: string): Promise<void> {
  for (;;) {
    const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 5, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    const own = Messages.find(({ Body }) => Body === mark);
    if (own !== undefined) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: own.ReceiptHandle }));
      return;
    }
    if (Messages.length === 0) throw new Error(`The message "${mark}" is not there any more.`);
  }
}
