import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { State } from './cloud.ts';

/** What a kept map writes its changes to. */
export interface EntryStore {
  put(key: string, value: unknown): void;
  remove(key: string): void;
}

/** A map whose entries outlive the process: each change is in its store before the caller goes on. */
export class KeptMap<Value> extends Map<string, Value> {
  readonly #store: EntryStore;

  constructor(entries: Iterable<readonly [string, Value]>, store: EntryStore) {
    super();
    this.#store = store;
    for (const [key, value] of entries) super.set(key, value);
  }

  override set(key: string, value: Value): this {
    super.set(key, value);
    this.#store.put(key, value);
    return this;
  }

  override delete(key: string): boolean {
    const was = super.delete(key);
    if (was) this.#store.remove(key);
    return was;
  }

  override clear(): void {
    for (const key of this.keys()) this.#store.remove(key);
    super.clear();
  }
}

/** The maps of the services in `<directory>/state.sqlite`, in the order in which their entries were made. */
export function createState(directory: string | undefined): State {
  if (directory === undefined) return { map: () => new Map(), close: () => undefined };
  mkdirSync(directory, { recursive: true });
  const database = open(join(directory, 'state.sqlite'));
  const select = database.prepare('SELECT key, value FROM entries WHERE map = ? ORDER BY place');
  const upsert = database.prepare(
    'INSERT INTO entries (map, key, value) VALUES (?, ?, ?) ON CONFLICT (map, key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM entries WHERE map = ? AND key = ?');
  return {
    map<Value>(name: string) {
      const entries = select
        .all(name)
        .map(({ key, value }): [string, Value] => [String(key), JSON.parse(String(value))]);
      return new KeptMap(entries, {
        put: (key, value) => {
          if (database.isOpen) upsert.run(name, key, JSON.stringify(value));
        },
        remove: (key) => {
          if (database.isOpen) remove.run(name, key);
        },
      });
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: 5000 });
    // The file outlives a killed process without waiting for the disk; only a power cut could lose the last ones.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    database.exec(
      'CREATE TABLE IF NOT EXISTS entries (place INTEGER PRIMARY KEY, map TEXT, key TEXT, value TEXT, UNIQUE (map, key))',
    );
    return database;
  } catch (error) {
    throw new Error(`${file} cannot be read: delete the data folder and start again.`, { cause: error });
  }
}
