import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createState } from '../../infra/local/state.ts';

describe('state', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives each map to the next start as it was left, without waiting for an end', () => {
    const mails = createState(folder).map<{ to: string }>('mails');
    mails.set('b', { to: 'b' }).set('a', { to: 'a' }).set('c', { to: 'c' });
    mails.set('b', { to: 'B' });
    mails.delete('c');
    createState(folder).map('other').set('a', 1);
    const next = createState(folder).map('mails');
    expect([...next]).toEqual([
      ['b', { to: 'B' }],
      ['a', { to: 'a' }],
    ]);
    next.clear();
    expect([...createState(folder).map('mails')]).toEqual([]);
    expect([...createState(folder).map('other')]).toEqual([['a', 1]]);
  });

  it('keeps nothing without a folder, and nothing that comes after the end', () => {
    createState(undefined).map('clock').set('offset', 1);
    expect(createState(undefined).map('clock').size).toBe(0);
    const state = createState(folder);
    const clock = state.map('clock');
    state.close();
    clock.set('offset', 1);
    expect(createState(folder).map('clock').size).toBe(0);
  });

  it('says which file is broken', () => {
    writeFileSync(join(folder, 'state.sqlite'), 'no database, whatever it is called'.repeat(100));
    expect(() => createState(folder)).toThrow(/state\.sqlite cannot be read: delete the data folder/);
  });
});
