/** Puts messages into a work queue in batches; a partial failure is never overlooked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod';

/** SQS takes 10 messages and 256 KB at once. */
const maximumEntries = 10;
const maximumBytes = 240 * 1024;

const attempts = 4;

export interface QueueSender<Message> {
  /**
   * Sends each message as JSON. Throws if some could not be sent; others may be in the queue by then.
   *
   * @param options.delaySeconds nobody can read them before, at most 900
   */
  send(messages: readonly Message[], options?: { readonly delaySeconds?: number }): Promise<void>;
}

/** @param message the schema that the reader of the queue parses with; what it refuses is not sent */
export function createQueueSender<Message extends z.ZodType>(
  message: Message,
  { client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string },
): QueueSender<z.input<Message>> {
  return {
    async send(messages, { delaySeconds } = {}) {
      for (const chunk of chunksOf(messages.map((each) => JSON.stringify(message.parse(each))))) {
        await sendChunk(client, queueUrl, chunk, delaySeconds);
      }
    },
  };
}

function chunksOf(bodies: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const chunk = chunks.at(-1);
    if (chunk === undefined || chunk.length === maximumEntries || bytes + size > maximumBytes) {
      chunks.push([body]);
      bytes = 0;
    } else {
      chunk.push(body);
    }
    bytes += size;
  }
  return chunks;
}

/** SendMessageBatch answers 200 even if messages have failed; only those are sent again. */
async function sendChunk(
  client: SQSClient,
  queueUrl: string,
  bodies: readonly string[],
  DelaySeconds: number | undefined,
): Promise<void> {
  let waiting = bodies.map((body, index) => ({ Id: String(index), MessageBody: body, DelaySeconds }));
  for (let tried = 1; ; tried += 1) {
    const reply = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: waiting }));
    const failed = new Map((reply.Failed ?? []).map((each) => [each.Id, each]));
    waiting = waiting.filter((entry) => failed.has(entry.Id));
    const [first] = failed.values();
    if (first === undefined) return;
    const hopeless = [...failed.values()].some((each) => each.SenderFault);
    if (hopeless || tried === attempts) {
      throw new Error(`${failed.size} messages could not be sent: ${first.Code ?? 'unnamed'}`);
    }
    await sleep(Math.random() * 50 * 2 ** tried);
  }
}
