/** Keeps messages in a file, each change before its caller is answered: SQS loses none when a host is killed. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SentMessage, Trace } from '../../cloud.ts';

/** A message with all that must outlive this process. Instants are milliseconds of virtual time. */
export interface Message {
  id: string;
  readonly body: string;
  readonly attributes: NonNullable<SentMessage['attributes']>;
  readonly trace: Trace | undefined;
  /** `AWSTraceHeader` as the sender gave it. */
  readonly traceHeader: string | undefined;
  sentAt: number;
  state: 'visible' | 'delayed' | 'in-flight';
  /** When a delayed or in-flight message becomes visible. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receiptHandle: string | undefined;
  /** Somebody works on it now; after a restart nobody does. */
  held: boolean;
  /** ARN of the queue from which it came here as a dead letter. */
  origin: string | undefined;
  /** To be delivered once more although it will have been removed. */
  duplicate: boolean;
}

export interface QueueStore {
  load(queueName: string): readonly Message[];
  save(queueName: string, message: Message): void;
  remove(messageId: string): void;
  close(): void;
}

/** Without a directory nothing is kept. */
export function createQueueStore(directory: string | undefined): QueueStore {
  if (directory === undefined) return { load: () => [], save() {}, remove() {}, close() {} };
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'queues.sqlite'), { timeout: 5000 });
  // The file outlives a killed process without waiting for the disk; only a power cut could lose the last ones.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  database.exec('CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, queue TEXT, message TEXT)');
  const select = database.prepare('SELECT message FROM messages WHERE queue = ? ORDER BY rowid');
  const upsert = database.prepare(
    'INSERT INTO messages VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, message = excluded.message',
  );
  const remove = database.prepare('DELETE FROM messages WHERE id = ?');
  return {
    load: (queueName) => select.all(queueName).map(({ message }) => JSON.parse(String(message))),
    // What is still running at the end may come too late: the message is then delivered again.
    save: (queueName, message) => {
      if (database.isOpen) upsert.run(message.id, queueName, JSON.stringify(message));
    },
    remove: (messageId) => {
      if (database.isOpen) remove.run(messageId);
    },
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
