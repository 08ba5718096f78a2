/** Feeds a function from a queue, as the pollers of Lambda do. */
import type { Cloud, InvocationResult } from '../../cloud.ts';
import { digestOfAttributes, digestOfBody } from '../sqs/message-digest.ts';
import type { ReceivedMessage } from '../sqs/queue.ts';
import type { LocalQueues } from '../sqs/queues.ts';
import { systemAttributes } from '../sqs/replies.ts';
import { failedItems } from './failed-items.ts';
import { complaint, type Mapping } from './mapping-settings.ts';

/** Lambda begins with five pollers, each with one batch at a time. */
const POLLERS = 5;
/** A batching window lasts so long here, in real milliseconds: long enough to gather a burst. */
const GATHERING = 20;

/** Answers how to stop it. */
export function startQueueMapping(cloud: Cloud, queues: LocalQueues, mapping: Mapping): () => void {
  const queue = queues.byArn(mapping.sourceArn);
  const { name, visibilitySeconds } = queue.settings;
  const batchSize = mapping.batchSize ?? 10;
  const pollers = mapping.maxConcurrency ?? POLLERS;
  if (batchSize > 10 && mapping.windowSeconds === 0) {
    throw complaint(mapping, `a BatchSize of ${batchSize} wants MaximumBatchingWindowInSeconds of 1 or more`);
  }
  if (visibilitySeconds < mapping.functionTimeoutSeconds) {
    const limits = `${visibilitySeconds} s is less than the function's timeout ${mapping.functionTimeoutSeconds} s`;
    throw complaint(mapping, `the visibility timeout of ${name}, ${limits}: Lambda refuses that`);
  }
  let running = 0;
  let woken = false;
  let stopped = false;

  function wake(): void {
    if (woken || stopped) return;
    woken = true;
    if (mapping.windowSeconds > 0) setTimeout(poll, GATHERING);
    else setImmediate(poll);
  }

  function poll(): void {
    woken = false;
    while (running < pollers && !stopped) {
      const batch = queue.receive({ max: batchSize });
      if (batch.length === 0) return;
      running += 1;
      void work(batch)
        .catch((error: unknown) =>
          cloud.log(`queue ${name}: ${error instanceof Error ? error.stack : error}`),
        )
        .finally(() => {
          running -= 1;
          wake();
        });
    }
  }

  async function work(batch: readonly ReceivedMessage[]): Promise<void> {
    const records = batch.map((message) => ({ message, record: describe(cloud, mapping, message) }));
    const wanted = records.filter(({ record }) => mapping.accepts(filterable(record)));
    for (const one of records) if (!wanted.includes(one)) queue.remove(one.message.receiptHandle);
    if (wanted.length === 0) return;
    const result = await cloud.lambda.invoke(mapping.functionArn, {
      payload: { Records: wanted.map(({ record }) => record) },
      cause: name,
      trace: wanted[0]?.message.trace,
    });
    settle(
      wanted.map(({ message }) => message),
      result,
    );
  }

  function settle(batch: readonly ReceivedMessage[], result: InvocationResult): void {
    const recursive = !result.ok && result.errorType === 'RecursiveLoop';
    const failed = failuresOf(batch, result);
    for (const { messageId, receiptHandle } of batch) {
      if (recursive) queue.bury(receiptHandle);
      else if (failed.has(messageId)) queue.giveUp(receiptHandle);
      else queue.remove(receiptHandle);
    }
  }

  function failuresOf(batch: readonly ReceivedMessage[], result: InvocationResult): ReadonlySet<string> {
    const ids = new Set(batch.map((message) => message.messageId));
    if (!result.ok) return ids;
    const reported = mapping.reportsFailures ? failedItems(result.payload) : [];
    return reported === 'all' || !reported.every((id) => ids.has(id)) ? ids : new Set(reported);
  }

  if (!mapping.enabled) return () => {};
  queues.onVisible(mapping.sourceArn, wake);
  return () => {
    stopped = true;
  };
}

function describe(cloud: Cloud, mapping: Mapping, message: ReceivedMessage) {
  const messageAttributes = Object.fromEntries(
    Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
  const md5OfMessageAttributes = digestOfAttributes(message.attributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes,
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
    md5OfBody: digestOfBody(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.sourceArn,
    awsRegion: cloud.region,
  };
}

/** Filters see into a body that is JSON. */
function filterable(record: { readonly body: string }): object {
  try {
    return { ...record, body: JSON.parse(record.body) };
  } catch {
    return record;
  }
}
