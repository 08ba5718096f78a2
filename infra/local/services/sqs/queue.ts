/** One queue: which messages are visible, which wait, and who holds which. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Cloud, type HeldMessage, type SentMessage } from '../../cloud.ts';
import { createMessageStore } from './message-store.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { Message, QueueStore } from './queue-store.ts';

export interface Receipt {
  readonly max: number;
  /** Default: the queue's own timeout. */
  readonly visibilitySeconds?: number | undefined;
}

export interface ReceivedMessage extends HeldMessage {
  readonly traceHeader: string | undefined;
  readonly origin: string | undefined;
}

export interface Queue {
  readonly settings: QueueSettings;
  send(message: SentMessage & { readonly traceHeader?: string | undefined }): string;
  /** Takes a message over from another queue. */
  accept(message: Message): void;
  receive(receipt: Receipt): readonly ReceivedMessage[];
  remove(receiptHandle: string): void;
  /** False when the message is no longer in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  /** Its consumer failed: the message comes back when its visibility runs out, and is work for nobody until then. */
  giveUp(receiptHandle: string): void;
  /** Puts a held message with the dead letters at once. */
  bury(receiptHandle: string): void;
  /** Takes all visible messages out. */
  takeVisible(): readonly Message[];
  purge(): void;
  onVisible(listener: () => void): () => void;
  /** From now on visible messages are work in progress: somebody polls. */
  consume(): void;
  messages(): readonly Message[];
}

export function createQueue(
  cloud: Cloud,
  store: QueueStore,
  settings: QueueSettings,
  deadLetterQueue: () => Queue | undefined,
): Queue {
  const { name, redrive } = settings;
  const messages = createMessageStore(cloud, store, settings);
  const now = () => cloud.clock.now();

  function show(message: Message): void {
    messages.put(Object.assign(message, { state: 'visible', held: false }));
  }

  function hide(message: Message, visibilitySeconds: number, from = now()): void {
    message.visibleAt = from + visibilitySeconds * 1000;
    if (visibilitySeconds === 0) show(message);
    else messages.put(Object.assign(message, { state: 'in-flight', held: true }));
  }

  /** The message a receipt handle still holds: that of an earlier delivery holds none. */
  function heldBy(receiptHandle: string): Message | undefined {
    const [queueName, id] = Buffer.from(receiptHandle, 'base64').toString().split('\n');
    if (queueName !== name || !id) {
      const why = `The receipt handle is not one of the queue ${name}.`;
      throw new AwsError(400, 'ReceiptHandleIsInvalid', why);
    }
    const message = messages.find(id);
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  function bury(message: Message): void {
    const target = deadLetterQueue();
    messages.forget(message);
    const origin = settings.arn;
    Object.assign(message, { state: 'visible', held: false, receiptHandle: undefined, origin });
    if (target) target.accept(message);
    else cloud.log(`queue ${name}: dropped message ${message.id}, there is no dead-letter queue.`);
  }

  function deliver(message: Message, visibilitySeconds: number, at: number): ReceivedMessage {
    const receiptHandle = Buffer.from(`${name}\n${message.id}\n${randomUUID()}`).toString('base64');
    const firstReceivedAt = message.firstReceivedAt ?? at;
    const receiveCount = message.receiveCount + 1;
    hide(Object.assign(message, { receiptHandle, firstReceivedAt, receiveCount }), visibilitySeconds, at);
    const { id: messageId, body, sentAt, attributes, trace, traceHeader, origin } = message;
    const received = { messageId, receiptHandle, body, receiveCount, sentAt, firstReceivedAt };
    return { ...received, attributes, trace, traceHeader, origin };
  }

  return {
    settings,
    accept: (message) => messages.put(message),
    send(sent) {
      const fault = messages.consumed() ? cloud.faults.forDelivery('queue') : undefined;
      const delay = (sent.delaySeconds ?? settings.delaySeconds) * 1000 + (fault?.lateMs ?? 0);
      const message: Message = {
        id: randomUUID(),
        body: sent.body,
        attributes: sent.attributes ?? {},
        trace: sent.trace,
        traceHeader: sent.traceHeader,
        sentAt: now(),
        state: delay > 0 ? 'delayed' : 'visible',
        visibleAt: now() + delay,
        receiveCount: 0,
        firstReceivedAt: undefined,
        receiptHandle: undefined,
        held: false,
        origin: undefined,
        duplicate: fault?.duplicate ?? false,
      };
      messages.put(message);
      return message.id;
    },
    receive({ max, visibilitySeconds = settings.visibilitySeconds }) {
      const received: ReceivedMessage[] = [];
      // One instant for all: what was received together comes back together.
      const at = now();
      for (
        let tried = messages.visible(max);
        tried.length > 0 && received.length === 0;
        tried = messages.visible(max)
      ) {
        for (const message of tried) {
          if (redrive && message.receiveCount >= redrive.maxReceiveCount) bury(message);
          else received.push(deliver(message, visibilitySeconds, at));
        }
      }
      return received;
    },
    remove(receiptHandle) {
      const message = heldBy(receiptHandle);
      if (message?.duplicate) show(Object.assign(message, { duplicate: false }));
      else if (message) messages.forget(message);
    },
    changeVisibility(receiptHandle, seconds) {
      const message = heldBy(receiptHandle);
      if (message?.state !== 'in-flight') return false;
      hide(message, seconds);
      return true;
    },
    giveUp(receiptHandle) {
      const message = heldBy(receiptHandle);
      if (message) messages.put(Object.assign(message, { held: false }));
    },
    bury(receiptHandle) {
      const message = heldBy(receiptHandle);
      if (message) bury(message);
    },
    takeVisible() {
      const taken = messages.visible(Number.POSITIVE_INFINITY);
      for (const message of taken) messages.forget(message);
      return taken;
    },
    purge() {
      for (const message of messages.all()) messages.forget(message);
    },
    onVisible: messages.onVisible,
    consume: messages.consume,
    messages: messages.all,
  };
}
