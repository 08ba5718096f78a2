/** One queue: which messages are visible, which wait, and who holds which. */
import { randomUUID } from 'node:crypto';
import { type AgendaEntry, AwsError, type Cloud, type HeldMessage, type SentMessage } from '../cloud.ts';
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
  /** Takes all visible messages out, for a redrive or a purge. */
  empty(): readonly Message[];
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
  const { name } = settings;
  const all = new Map<string, Message>();
  const visible = new Set<Message>();
  const waiting = new Set<Message>();
  const work = new Map<Message, () => void>();
  const listeners = new Set<() => void>();
  let consumed = false;
  let entry: AgendaEntry | undefined;
  const now = () => cloud.clock.now();

  for (const message of store.load(name)) {
    // Whoever held it is gone.
    if (message.held) message.state = 'visible';
    message.held = false;
    put(message);
  }

  /** Files the message by its state, and counts it while somebody should be working on it. */
  function put(message: Message): void {
    all.set(message.id, message);
    visible.delete(message);
    waiting.delete(message);
    if (message.state === 'visible') visible.add(message);
    else wait(message);
    const busy = consumed && (message.state === 'visible' || message.held);
    if (!busy) settle(message);
    else if (!work.has(message)) work.set(message, cloud.activity.begin(`queue ${name}`));
    store.save(name, message);
  }

  function forget(message: Message): void {
    all.delete(message.id);
    visible.delete(message);
    waiting.delete(message);
    settle(message);
    store.remove(message.id);
    if (waiting.size === 0) {
      entry?.cancel();
      entry = undefined;
    }
  }

  function settle(message: Message): void {
    work.get(message)?.();
    work.delete(message);
  }

  function wait(message: Message): void {
    waiting.add(message);
    arm(message.visibleAt);
  }

  function arm(at: number): void {
    if (entry && entry.at <= at) return;
    entry?.cancel();
    entry = cloud.clock.schedule(at, `message of ${name} becomes visible`, () => {
      entry = undefined;
      for (const message of waiting) if (message.visibleAt <= now()) show(message);
      if (waiting.size > 0) arm(Math.min(...[...waiting].map((message) => message.visibleAt)));
    });
  }

  function show(message: Message): void {
    message.state = 'visible';
    message.held = false;
    put(message);
    for (const listener of listeners) listener();
  }

  function accept(message: Message): void {
    put(message);
    if (message.state === 'visible') for (const listener of listeners) listener();
  }

  function held(receiptHandle: string): Message | undefined {
    const [queueName, id] = Buffer.from(receiptHandle, 'base64').toString().split('\n');
    if (queueName !== name || !id) {
      throw new AwsError(
        400,
        'ReceiptHandleIsInvalid',
        `The receipt handle is not one of the queue ${name}.`,
      );
    }
    const message = all.get(id);
    // A handle of an earlier delivery no longer holds the message.
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  function bury(message: Message): void {
    const target = deadLetterQueue();
    forget(message);
    Object.assign(message, { state: 'visible', held: false, receiptHandle: undefined, origin: settings.arn });
    if (target) target.accept(message);
    else cloud.log(`queue ${name}: dropped message ${message.id}, there is no dead-letter queue.`);
  }

  function deliver(message: Message, visibilitySeconds: number): ReceivedMessage {
    message.receiveCount += 1;
    message.firstReceivedAt ??= now();
    message.receiptHandle = Buffer.from(`${name}\n${message.id}\n${randomUUID()}`).toString('base64');
    hide(message, visibilitySeconds);
    return {
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      receiveCount: message.receiveCount,
      sentAt: message.sentAt,
      firstReceivedAt: message.firstReceivedAt,
      attributes: message.attributes,
      trace: message.trace,
      traceHeader: message.traceHeader,
      origin: message.origin,
    };
  }

  function hide(message: Message, visibilitySeconds: number): void {
    message.visibleAt = now() + visibilitySeconds * 1000;
    message.held = visibilitySeconds > 0;
    message.state = 'in-flight';
    if (message.held) put(message);
    else show(message);
  }

  function dropExpired(): void {
    const oldest = now() - settings.retentionSeconds * 1000;
    for (const message of all.values()) if (message.sentAt < oldest) forget(message);
  }

  return {
    settings,
    accept,
    send(sent) {
      const { duplicate, lateMs } = consumed
        ? cloud.faults.forDelivery('queue')
        : { duplicate: false, lateMs: 0 };
      const delay = (sent.delaySeconds ?? settings.delaySeconds) * 1000 + lateMs;
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
        duplicate,
      };
      accept(message);
      return message.id;
    },
    receive({ max, visibilitySeconds = settings.visibilitySeconds }) {
      dropExpired();
      const received: ReceivedMessage[] = [];
      for (const message of [...visible]) {
        if (received.length === max) break;
        const { redrive } = settings;
        if (redrive && message.receiveCount >= redrive.maxReceiveCount) bury(message);
        else received.push(deliver(message, visibilitySeconds));
      }
      return received;
    },
    remove(receiptHandle) {
      const message = held(receiptHandle);
      if (!message) return;
      if (message.duplicate) {
        message.duplicate = false;
        show(message);
      } else {
        forget(message);
      }
    },
    changeVisibility(receiptHandle, seconds) {
      const message = held(receiptHandle);
      if (message?.state !== 'in-flight') return false;
      hide(message, seconds);
      return true;
    },
    giveUp(receiptHandle) {
      const message = held(receiptHandle);
      if (!message) return;
      message.held = false;
      put(message);
    },
    bury(receiptHandle) {
      const message = held(receiptHandle);
      if (message) bury(message);
    },
    empty() {
      const taken = [...visible];
      for (const message of taken) forget(message);
      return taken;
    },
    onVisible(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    consume() {
      consumed = true;
      for (const message of visible) put(message);
      if (visible.size > 0) for (const listener of listeners) listener();
    },
    messages() {
      dropExpired();
      return [...all.values()];
    },
  };
}
