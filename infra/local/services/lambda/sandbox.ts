/** One execution environment of a function: a worker thread that serves one request at a time. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Cloud, InvocationResult } from '../../cloud.ts';
import { type FunctionSettings, runtimeVariables } from './function-settings.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker.ts';

export interface Sandbox {
  readonly workerId: string;
  readonly settings: FunctionSettings;
  /** Real time at which it last became free. */
  readonly freeSince: number;
  /** False once the worker has ended or is being ended. */
  readonly usable: boolean;
  run(request: WorkerRequest): Promise<InvocationResult>;
  close(): Promise<void>;
}

/** Compiled bundles are kept between starts: it halves the start of a worker. */
const compileCache = join(import.meta.dirname, '../../../../.build/compile-cache');
/** Lambda gives the code outside the handler so many milliseconds. */
const initTimeout = 10_000;
/** The response of a synchronous invocation; Lambda quotas. */
const largestResponse = 6_291_556;

/** A function may use most of its memory as heap; beyond 256 MB a machine could not hold many workers. */
const limitsOf = (memoryMegabytes: number) => ({
  maxOldGenerationSizeMb: Math.min(256, Math.floor(memoryMegabytes * 0.8)),
  maxYoungGenerationSizeMb: 16,
});

const failed = (errorType: string, errorMessage: string): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
});

export function startSandbox(
  cloud: Cloud,
  settings: FunctionSettings,
  workerId: string,
  onLine: (line: string) => void,
): Sandbox {
  const start: WorkerStart = {
    clockOffset: cloud.clock.offset,
    module: settings.module,
    exportName: settings.exportName,
    answeredHere: cloud.answeredHere ?? {},
  };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: workerId,
    workerData: start,
    env: {
      ...settings.environment,
      ...runtimeVariables(cloud, settings, workerId),
      NODE_COMPILE_CACHE: compileCache,
    },
    execArgv: settings.environment.NODE_OPTIONS?.includes('--enable-source-maps')
      ? ['--enable-source-maps']
      : [],
    stdout: true,
    stderr: true,
    resourceLimits: limitsOf(settings.memoryMegabytes),
  });
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', onLine);

  let usable = true;
  let freeSince = performance.now();
  let settle: ((reply: WorkerReply | InvocationResult) => void) | undefined;
  const next = (milliseconds: number, timedOut: () => InvocationResult) =>
    new Promise<WorkerReply | InvocationResult>((resolve) => {
      const timer = setTimeout(() => {
        settle?.(timedOut());
        void close();
      }, milliseconds);
      settle = (reply) => {
        clearTimeout(timer);
        settle = undefined;
        resolve(reply);
      };
    });

  worker.on('message', (reply: WorkerReply) => settle?.(reply));
  worker.on('error', (error) => {
    usable = false;
    onLine(`Uncaught ${error instanceof Error ? error.stack : String(error)}`);
    settle?.(failed('Runtime.ExitError', `Runtime exited with error: ${String(error)}`));
  });
  worker.on('exit', (code) => {
    usable = false;
    settle?.(failed('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  });
  const ready = next(initTimeout, () =>
    failed('Sandbox.Timedout', 'The code outside the handler took over 10 seconds.'),
  );

  async function close(): Promise<void> {
    usable = false;
    await worker.terminate();
  }

  /** Reads a reply; after a failed start the worker is of no further use. */
  function read(reply: WorkerReply | InvocationResult): InvocationResult {
    if ('ok' in reply) return reply;
    if (reply.kind === 'ready') return failed('Runtime.Unknown', 'The worker answered twice.');
    if (reply.kind === 'failure') {
      onLine(reply.stack || `${reply.errorType}: ${reply.errorMessage}`);
      return failed(reply.errorType, reply.errorMessage);
    }
    if (reply.payload.length > largestResponse) {
      return failed('Function.ResponseSizeTooLarge', `The response exceeds ${largestResponse} bytes.`);
    }
    return { ok: true, payload: JSON.parse(reply.payload) };
  }

  return {
    workerId,
    settings,
    get freeSince() {
      return freeSince;
    },
    get usable() {
      return usable;
    },
    async run(request) {
      const started = await ready;
      if ('ok' in started || started.kind !== 'ready') {
        await close();
        return read(started);
      }
      if (!usable) return failed('Runtime.ExitError', 'The worker ended before the invocation.');
      const seconds = (request.timeout / 1000).toFixed(2);
      const reply = next(request.timeout, () =>
        failed('Sandbox.Timedout', `Task timed out after ${seconds} seconds`),
      );
      worker.postMessage(request);
      const result = read(await reply);
      freeSince = performance.now();
      return result;
    },
    close,
  };
}
