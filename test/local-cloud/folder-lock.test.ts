import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../infra/local/folder-lock.ts';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'rapport-lock-'));

describe('the lock of a data folder', () => {
  it('lets nobody else in and says who is there and what to do', () => {
    const folder = newFolder();
    lockFolder(folder).announce('http://127.0.0.1:3000');
    expect(() => lockFolder(folder)).toThrow(
      new RegExp(`process ${process.pid} at http://127.0.0.1:3000.*--memory`),
    );
  });

  it('is free again once released', () => {
    const folder = newFolder();
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder).release();
  });

  it('is taken over from a process that has died, and when it is unreadable', () => {
    const folder = newFolder();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path.join(folder, 'lock.json'), JSON.stringify({ pid: dead, url: '' }));
    lockFolder(folder).release();
    writeFileSync(path.join(folder, 'lock.json'), '');
    lockFolder(folder).release();
  });
});
