import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../infra/local/folder-lock.ts';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'rapport-lock-'));

/** A process that holds the folder, and is no friend of ours. */
async function holderOf(folder: string) {
  const holder = spawn(process.execPath, ['test/support/folder-holder.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

describe('the lock of a data folder', () => {
  it('lets nobody else in and says who is there and what to do', async () => {
    const folder = newFolder();
    const holder = await holderOf(folder);
    expect(() => lockFolder(folder)).toThrow(
      new RegExp(`process ${holder.pid} at http://127.0.0.1:3000.*stop it first.*--memory`),
    );
    holder.kill('SIGKILL');
  });

  it('is free again once released, and released once', () => {
    const folder = newFolder();
    const first = lockFolder(folder);
    first.release();
    const second = lockFolder(folder);
    first.release();
    expect(() => lockFolder(folder)).toThrow(/already runs/);
    second.release();
  });

  it('is free at once when its holder is killed, though the system still knows that process', async () => {
    const folder = newFolder();
    const holder = await holderOf(folder);
    holder.kill('SIGKILL');
    // Nothing is awaited: the parent, which is this process, has not yet taken notice of the end.
    lockFolder(folder).release();
  });

  it('does not care whom the number of its last holder belongs to now', () => {
    const folder = newFolder();
    for (const kept of [JSON.stringify({ pid: process.ppid, url: '' }), 'nothing that can be read']) {
      for (const file of ['holder.json', 'lock.json']) writeFileSync(path.join(folder, file), kept);
      lockFolder(folder).release();
    }
  });
});
