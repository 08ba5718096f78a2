/**
 * Runs inside a worker thread: stands for the Lambda runtime of one execution environment. Everything here
 * happens before the bundle loads or around the calls of its handler.
 */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** What the worker is started with. */
export interface WorkerStart {
  /** The offset of the virtual clock; see `Clock.offset`. */
  readonly clockOffset: SharedArrayBuffer;
  /** `file:` URL of the bundle. */
  readonly module: string;
  readonly exportName: string;
  /** See `Cloud.answeredHere`. */
  readonly answeredHere: Readonly<Record<string, string>>;
}

export interface WorkerRequest {
  /** The event as JSON. */
  readonly payload: string;
  readonly traceHeader: string;
  /** Real milliseconds until the invocation times out. */
  readonly timeout: number;
  readonly context: Readonly<Record<string, string | boolean>>;
}

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly payload: string }
  | {
      readonly kind: 'failure';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly stack: string;
    };

const start: WorkerStart = workerData;
const port = parentPort;
if (!port) throw new Error('lambda-worker.ts is the program of a worker thread.');
const reply = (message: WorkerReply): void => port.postMessage(message);

/** SDK, bundle and patched `Date` share one clock; timers and `performance` keep real time. */
function moveDate(clockOffset: SharedArrayBuffer): void {
  const cell = new BigInt64Array(clockOffset);
  const RealDate = Date;
  const now = (): number => RealDate.now() + Number(Atomics.load(cell, 0));
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

/** As if names of the world outside were resolved to this machine. */
function answerHere(addresses: WorkerStart['answeredHere']): void {
  const reach = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? '' : String(input);
    const [outside, here] =
      Object.entries(addresses).find(([start]) => address.startsWith(`${start}/`)) ?? [];
    if (outside === undefined || here === undefined) return reach(input, init);
    return reach(`${here}${address.slice(outside.length)}`, init);
  };
}

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const loaded: Record<string, unknown> = await import(start.module);
  const found = loaded[start.exportName];
  if (typeof found !== 'function') {
    throw new TypeError(`${start.module} exports no function ${start.exportName}.`);
  }
  return (event, context) => found(event, context);
}

async function run(handler: Handler, request: WorkerRequest): Promise<void> {
  process.env._X_AMZN_TRACE_ID = request.traceHeader;
  const deadline = performance.now() + request.timeout;
  try {
    const result = await handler(JSON.parse(request.payload), {
      ...request.context,
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
    });
    reply({ kind: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    reply(failure(error));
  }
}

function failure(error: unknown): WorkerReply {
  if (!(error instanceof Error)) {
    return { kind: 'failure', errorType: typeof error, errorMessage: String(error), stack: '' };
  }
  return { kind: 'failure', errorType: error.name, errorMessage: error.message, stack: error.stack ?? '' };
}

// Meant for this thread's loader, not for the handler.
delete process.env.NODE_COMPILE_CACHE;
moveDate(start.clockOffset);
answerHere(start.answeredHere);
try {
  const handler = await loadHandler();
  port.on('message', (request: WorkerRequest) => void run(handler, request));
  reply({ kind: 'ready' });
  flushCompileCache();
} catch (error) {
  reply(failure(error));
}
