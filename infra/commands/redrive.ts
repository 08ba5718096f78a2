/** `npm run redrive`: shows what lies among the dead letters of a stage, and delivers it again. */
import { parseArgs } from 'node:util';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { destinationOf, type Letter } from './dead-letters.ts';
import { Misuse, runCommand } from './run-command.ts';

const usage = `Usage: npm run redrive -- --stage <stage> [queue ...]

Without queues: shows where dead letters lie. With queues, e.g. undelivered-events messaging-sending-dead, or "all":
delivers their letters again. A letter that was delivered already changes nothing: consumers record each effect once.

  --stage <stage>   as in the names of the queues, rapport-<stage>-…

Credentials and region as for the AWS command line. They need sqs:ListQueues, sqs:GetQueueAttributes, and to deliver
sqs:ReceiveMessage, sqs:DeleteMessage and sqs:SendMessage on rapport-<stage>-*. For the local cloud the stage is local:
AWS_ENDPOINT_URL is the address of its AWS services, AWS_REGION and the keys may be any.`;

/** Long enough to hand over ten letters; what cannot be delivered is seen again after that. */
const hiddenSeconds = 60;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { stage: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.stage === undefined) throw new Misuse('Say of which stage, e.g. --stage prod.');
  const prefix = `rapport-${values.stage}-`;
  const sqs = new SQSClient({});
  const urls = await queuesOf(sqs, prefix);
  const holders = [...urls.keys()].filter((name) => /-dead$|-undelivered-(events|firings)$/.test(name));
  if (holders.length === 0) throw new Error(`There are no queues ${prefix}… in this account and region.`);
  if (positionals.length === 0) return show(sqs, urls, holders);
  const asked = positionals.includes('all') ? holders : positionals.map((name) => withPrefix(prefix, name));
  const unknown = asked.filter((name) => !holders.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `No dead letters are kept in ${unknown.join(', ')}. These keep some: ${holders.join(', ')}.`,
    );
  }
  let left = 0;
  for (const name of asked) left += await deliver(sqs, urls, name);
  return left === 0 ? 0 : 1;
}

const withPrefix = (prefix: string, name: string) => (name.startsWith(prefix) ? name : `${prefix}${name}`);

/** Name → URL of every queue of the stage. */
async function queuesOf(sqs: SQSClient, QueueNamePrefix: string): Promise<ReadonlyMap<string, string>> {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sqs.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 1000, NextToken }));
    urls.push(...(page.QueueUrls ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return new Map(urls.map((url) => [url.split('/').at(-1) ?? url, url]));
}

async function show(sqs: SQSClient, urls: ReadonlyMap<string, string>, names: readonly string[]) {
  let total = 0;
  for (const name of names) {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const QueueUrl = urls.get(name);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    total += count;
    if (count > 0) console.log(`${String(count).padStart(6)}  ${name}`);
  }
  console.log(total === 0 ? 'There are no dead letters.' : `${total} dead letters; name a queue, or "all".`);
  return 0;
}

/** Answers how many letters had to stay. A letter is deleted only once its queue has taken it. */
async function deliver(sqs: SQSClient, urls: ReadonlyMap<string, string>, name: string): Promise<number> {
  const QueueUrl = urls.get(name);
  const stayed = new Map<string, string>();
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds, WaitTimeSeconds: 1 },
        MessageAttributeNames: ['All'],
      }),
    );
    const fresh = Messages.filter(({ MessageId = '' }) => !stayed.has(MessageId));
    if (fresh.length === 0) break;
    for (const message of fresh) {
      const reason = await handOver(sqs, urls, name, message);
      if (reason === undefined) moved += 1;
      else stayed.set(message.MessageId ?? '', reason);
    }
  }
  console.log(`${name}: ${moved} delivered again, ${stayed.size} left.`);
  for (const [id, reason] of stayed) console.log(`  ${id} stays: ${reason}.`);
  return stayed.size;
}

/** Answers why the letter has to stay. */
async function handOver(
  sqs: SQSClient,
  urls: ReadonlyMap<string, string>,
  name: string,
  message: Message,
): Promise<string | undefined> {
  try {
    const { queue, body } = destinationOf(name, letterOf(message));
    const target = urls.get(queue);
    if (target === undefined) return `there is no queue ${queue} in this stage`;
    await sqs.send(new SendMessageCommand({ QueueUrl: target, MessageBody: body }));
    const { ReceiptHandle } = message;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: urls.get(name), ReceiptHandle }));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function letterOf({ Body = '', MessageAttributes = {} }: Message): Letter {
  const texts = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]);
  return { body: Body, attributes: Object.fromEntries(texts) };
}

await runCommand(usage, () => main(process.argv.slice(2)));
