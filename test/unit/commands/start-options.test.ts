import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../infra/commands/start-options.ts';

describe('the options of npm start', () => {
  it('default to port 3000, kept data and the demo', () => {
    expect(readOptions([])).toEqual({ port: 3000, memory: false, demo: true, logs: false });
    expect(readOptions(['--help'])).toBe('help');
  });

  it('are read', () => {
    const given = ['--port', '0', '--memory', '--no-demo'];
    expect(readOptions(given)).toEqual({ port: 0, memory: true, demo: false, logs: false });
  });

  it.each([['--port', 'abc'], ['--port', '70000'], ['--port', '-1'], ['--prot', '3000'], ['3000']])(
    'are refused with a sentence when they cannot be used: %s %s',
    (...given) => {
      expect(() => readOptions(given.filter(Boolean))).toThrow(/--port/);
    },
  );
});
