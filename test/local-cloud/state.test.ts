import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('writes a changed document soon, as a whole, and gives it to the next start', async () => {
    const state = createState(folder);
    expect(state.load('queues')).toBeUndefined();
    const messages = ['a'];
    const document = state.keep('queues', () => ({ messages }));
    document.changed();
    messages.push('b');
    document.changed();
    const file = join(folder, 'state', 'queues.json');
    await expect
      .poll(() => JSON.parse(readFileSync(file, 'utf8')), { timeout: 5_000 })
      .toEqual({ messages: ['a', 'b'] });
    messages.push('c');
    await state.close();
    expect(createState(folder).load('queues')).toEqual({ messages: ['a', 'b', 'c'] });
    expect(readdirSync(join(folder, 'state'))).toEqual(['queues.json']);
  });

  it('keeps nothing without a folder', async () => {
    const state = createState(undefined);
    state.keep('queues', () => 1).changed();
    await state.close();
    expect(state.load('queues')).toBeUndefined();
  });

  it('says which file is broken', () => {
    const state = createState(folder);
    writeFileSync(join(folder, 'state', 'clock.json'), '{');
    expect(() => state.load('clock')).toThrow(/clock\.json is not JSON: delete it/);
  });
});
