/** One local cloud per data folder: a second one would spoil the first one's data. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const holderSchema = z.object({ pid: z.number().int(), url: z.string() });
type Holder = z.output<typeof holderSchema>;

export interface FolderLock {
  /** Tells a second start where the first one answers. */
  announce(url: string): void;
  release(): void;
}

/** Throws when another living process holds the folder; what a dead one left behind is taken over. */
export function lockFolder(directory: string): FolderLock {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'lock.json');
  for (let attempt = 0; ; attempt += 1) {
    try {
      write(file, '', 'wx');
      break;
    } catch (error) {
      if (!isCode(error, 'EEXIST') || attempt === 1) throw error;
      const holder = readHolder(file);
      if (holder !== undefined && isAlive(holder.pid)) throw new Error(taken(directory, holder, file));
      rmSync(file, { force: true });
    }
  }
  return {
    announce: (url) => write(file, url, 'w'),
    release: () => rmSync(file, { force: true }),
  };
}

function write(file: string, url: string, flag: 'w' | 'wx'): void {
  writeFileSync(file, JSON.stringify({ pid: process.pid, url } satisfies Holder), { flag });
}

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to somebody else.
    return isCode(error, 'EPERM');
  }
}

const isCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

function taken(directory: string, { pid, url }: Holder, file: string): string {
  const where = url === '' ? '' : ` at ${url}`;
  return (
    `A local cloud already runs on ${directory} (process ${pid}${where}). ` +
    `Use that one, stop it first, or start another with --memory --port 0. If there is none, delete ${file}.`
  );
}
