/** Objects in files, or in memory without a directory. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const facts = z.object({
  key: z.string(),
  size: z.number(),
  /** MD5 in hexadecimal, without quotes. */
  etag: z.string(),
  /** Virtual milliseconds. */
  modifiedAt: z.number(),
  /** Headers that are sent back as they came: content type, user metadata, checksums. */
  headers: z.record(z.string(), z.string()),
});

export type ObjectFacts = z.output<typeof facts>;

export interface ObjectStore {
  put(object: Pick<ObjectFacts, 'key' | 'modifiedAt' | 'headers'>, body: Buffer): ObjectFacts;
  find(key: string): ObjectFacts | undefined;
  read(key: string): Buffer;
  remove(key: string): void;
  /** By the bytes of their keys, as S3 lists them. */
  list(): readonly ObjectFacts[];
}

export function createObjectStore(directory: string | undefined): ObjectStore {
  const objects = new Map<string, ObjectFacts>();
  const bodies = directory === undefined ? inMemory() : inFiles(directory, objects);
  return {
    put(object, body) {
      const etag = createHash('md5').update(body).digest('hex');
      const stored = { ...object, size: body.length, etag };
      bodies.write(stored, body);
      objects.set(object.key, stored);
      return stored;
    },
    find: (key) => objects.get(key),
    read: (key) => bodies.read(key),
    remove(key) {
      if (objects.delete(key)) bodies.remove(key);
    },
    list: () =>
      [...objects.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
  };
}

interface Bodies {
  write(object: ObjectFacts, body: Buffer): void;
  read(key: string): Buffer;
  remove(key: string): void;
}

function inMemory(): Bodies {
  const bodies = new Map<string, Buffer>();
  return {
    write: (object, body) => bodies.set(object.key, body),
    read: (key) => bodies.get(key) ?? Buffer.alloc(0),
    remove: (key) => bodies.delete(key),
  };
}

/** Keys are longer and odder than file names may be: files are named by their hash. */
function inFiles(directory: string, objects: Map<string, ObjectFacts>): Bodies {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    if (!name.endsWith('.json')) continue;
    const object = facts.parse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
    objects.set(object.key, object);
  }
  const file = (key: string) => join(directory, createHash('sha256').update(key).digest('hex'));
  const replace = (path: string, content: string | Buffer) => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  };
  return {
    write(object, body) {
      replace(file(object.key), body);
      replace(`${file(object.key)}.json`, JSON.stringify(object));
    },
    read: (key) => readFileSync(file(key)),
    remove(key) {
      rmSync(`${file(key)}.json`, { force: true });
      rmSync(file(key), { force: true });
    },
  };
}
