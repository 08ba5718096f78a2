/** One local cloud per data folder: a second one would spoil the first one's data. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const holderSchema = z.object({ pid: z.number().int(), url: z.string() });
type Holder = z.output<typeof holderSchema>;

export interface FolderLock {
  /** Tells a second start where the first one answers. */
  announce(url: string): void;
  release(): void;
}

/** A killed process gives its files back a moment after its end was reported. */
const patienceMs = 1000;

/**
 * Throws when another process holds the folder. The lock is the operating system's, on the open file
 * (https://sqlite.org/lockingv3.html), so that it ends with its process however that ends. A number of a process would
 * not do: it is still there until the parent has taken notice, and later may be somebody else's.
 */
export function lockFolder(directory: string): FolderLock {
  mkdirSync(directory, { recursive: true });
  const holder = path.join(directory, 'holder.json');
  const lock = new DatabaseSync(path.join(directory, 'lock.sqlite'), { timeout: patienceMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(taken(directory, readHolder(holder)));
  }
  const announce = (url: string) =>
    writeFileSync(holder, JSON.stringify({ pid: process.pid, url } satisfies Holder));
  announce('');
  return {
    announce,
    release() {
      if (!lock.isOpen) return;
      rmSync(holder, { force: true });
      lock.close();
    },
  };
}

/** https://sqlite.org/rescode.html#busy */
const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === 5;

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function taken(directory: string, holder: Holder | undefined): string {
  const who = holder === undefined ? '' : ` (process ${holder.pid}${holder.url && ` at ${holder.url}`})`;
  return (
    `A local cloud already runs on ${directory}${who}. ` +
    'Use that one, stop it first, or start another with --memory --port 0.'
  );
}
