/** What `npm start` can be told. */
import { parseArgs } from 'node:util';

export const help = `npm start -- [options]
  --port <number>  port of the API and of /_local/ (default 3000; 0 takes a free one)
  --memory         keep nothing: the data is gone with the process
  --no-demo        start without the demo department
  --logs           print what the functions write
  --help           print this`;

export interface StartOptions {
  readonly port: number;
  readonly memory: boolean;
  readonly demo: boolean;
  readonly logs: boolean;
}

/** Throws an error with a sentence for people when an option cannot be used. */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535, not ${values.port}.`);
  }
  return { port, memory: values.memory, demo: values.demo, logs: values.logs };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '3000' },
      memory: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: true },
      logs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...args], options, allowNegative: true }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}
