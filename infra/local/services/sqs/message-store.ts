/** Where the messages of one queue are: which are visible, which wait for what instant, and which are work. */
import type { AgendaEntry, Cloud } from '../../cloud.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { Message, QueueStore } from './queue-store.ts';

export interface MessageStore {
  /** Files a new or changed message by its state, and keeps it. */
  put(message: Message): void;
  forget(message: Message): void;
  find(messageId: string): Message | undefined;
  /** The first visible ones, oldest first. */
  visible(most: number): readonly Message[];
  /** In all states. */
  all(): readonly Message[];
  /** Whether somebody polls, so that visible and held messages are work in progress. */
  consumed(): boolean;
  consume(): void;
  onVisible(listener: () => void): () => void;
}

export function createMessageStore(cloud: Cloud, store: QueueStore, settings: QueueSettings): MessageStore {
  const { name, retentionSeconds } = settings;
  const everything = new Map<string, Message>();
  const visible = new Set<Message>();
  const waiting = new Set<Message>();
  const work = new Map<Message, () => void>();
  const listeners = new Set<() => void>();
  let consumed = false;
  let entry: AgendaEntry | undefined;
  /** No message was sent before this instant. */
  let oldest = Number.POSITIVE_INFINITY;

  for (const message of store.load(name)) {
    // Whoever held it is gone.
    if (message.held) message.state = 'visible';
    message.held = false;
    put(message);
  }

  function put(message: Message): void {
    everything.set(message.id, message);
    oldest = Math.min(oldest, message.sentAt);
    visible.delete(message);
    waiting.delete(message);
    if (message.state === 'visible') {
      visible.add(message);
    } else {
      waiting.add(message);
      arm(message.visibleAt);
    }
    count(message);
    store.save(name, message);
    if (message.state === 'visible') for (const listener of listeners) listener();
  }

  function count(message: Message): void {
    const busy = consumed && (message.state === 'visible' || message.held);
    if (!busy) settle(message);
    else if (!work.has(message)) work.set(message, cloud.activity.begin(`queue ${name}`));
  }

  function settle(message: Message): void {
    work.get(message)?.();
    work.delete(message);
  }

  function forget(message: Message): void {
    everything.delete(message.id);
    visible.delete(message);
    waiting.delete(message);
    settle(message);
    store.remove(message.id);
    if (waiting.size > 0) return;
    entry?.cancel();
    entry = undefined;
  }

  /** One entry of the agenda for all that wait here. */
  function arm(at: number): void {
    if (entry && entry.at <= at) return;
    entry?.cancel();
    entry = cloud.clock.schedule(at, `message of ${name} becomes visible`, () => {
      entry = undefined;
      const now = cloud.clock.now();
      let next = Number.POSITIVE_INFINITY;
      for (const message of waiting) {
        if (message.visibleAt > now) next = Math.min(next, message.visibleAt);
        else put(Object.assign(message, { state: 'visible', held: false }));
      }
      if (Number.isFinite(next)) arm(next);
    });
  }

  function dropExpired(): void {
    const limit = cloud.clock.now() - retentionSeconds * 1000;
    if (oldest >= limit) return;
    oldest = Number.POSITIVE_INFINITY;
    for (const message of everything.values()) {
      if (message.sentAt < limit) forget(message);
      else oldest = Math.min(oldest, message.sentAt);
    }
  }

  return {
    put,
    forget,
    find: (messageId) => everything.get(messageId),
    visible(most) {
      dropExpired();
      return visible.values().take(most).toArray();
    },
    all() {
      dropExpired();
      return [...everything.values()];
    },
    consumed: () => consumed,
    consume() {
      consumed = true;
      for (const message of visible) count(message);
      if (visible.size > 0) for (const listener of listeners) listener();
    },
    onVisible(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
