/** Hands out workers: warm ones first, within the limits of the function and of this machine. */
import type { Cloud } from '../../cloud.ts';
import type { FunctionSettings } from './function-settings.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

export interface PoolLimits {
  /** Workers of one function, when its reserved concurrency does not say less. */
  readonly perFunction: number;
  /** Workers of all functions together. */
  readonly total: number;
  /** Real milliseconds after which a free worker is stopped. */
  readonly idle: number;
}

export interface SandboxPool {
  /** Waits until a worker is free. */
  take(settings: FunctionSettings): Promise<Sandbox>;
  giveBack(sandbox: Sandbox): void;
  count(functionId: string): number;
  /** Ends a worker in the middle of its work. */
  kill(workerId: string): void;
  close(): Promise<void>;
}

export function createSandboxPool(
  cloud: Cloud,
  limits: PoolLimits,
  onLine: (functionId: string, line: string) => void,
): SandboxPool {
  const all = new Set<Sandbox>();
  const free: Sandbox[] = [];
  const waiting: { settings: FunctionSettings; resolve: (sandbox: Sandbox) => void }[] = [];
  let started = 0;

  const count = (id: string): number => [...all].filter(({ settings }) => settings.id === id).length;

  function stop(sandbox: Sandbox): void {
    all.delete(sandbox);
    const index = free.indexOf(sandbox);
    if (index >= 0) free.splice(index, 1);
    void sandbox.close();
  }

  function find(settings: FunctionSettings): Sandbox | undefined {
    for (const sandbox of free.filter((candidate) => !candidate.usable)) stop(sandbox);
    // The one used last: the others may grow old and be stopped.
    const warm = free.findLast((candidate) => candidate.settings.id === settings.id);
    if (warm) {
      free.splice(free.indexOf(warm), 1);
      return warm;
    }
    if (
      count(settings.id) >= Math.min(limits.perFunction, settings.reservedConcurrency ?? limits.perFunction)
    ) {
      return undefined;
    }
    if (all.size >= limits.total) {
      const oldest = free[0];
      if (!oldest) return undefined;
      stop(oldest);
    }
    started += 1;
    const cold = startSandbox(cloud, settings, `${settings.id}/${started}`, (line) =>
      onLine(settings.id, line),
    );
    all.add(cold);
    return cold;
  }

  function serve(): void {
    for (const request of [...waiting]) {
      const sandbox = find(request.settings);
      if (!sandbox) continue;
      waiting.splice(waiting.indexOf(request), 1);
      request.resolve(sandbox);
    }
  }

  const sweep = setInterval(() => {
    for (const sandbox of [...free]) if (performance.now() - sandbox.freeSince > limits.idle) stop(sandbox);
  }, 10_000);
  sweep.unref();

  return {
    take: (settings) =>
      new Promise((resolve) => {
        waiting.push({ settings, resolve });
        serve();
      }),
    giveBack(sandbox) {
      if (sandbox.usable) free.push(sandbox);
      else stop(sandbox);
      serve();
    },
    count,
    kill(workerId) {
      for (const sandbox of all) if (sandbox.workerId === workerId) void sandbox.close();
    },
    async close() {
      clearInterval(sweep);
      waiting.length = 0;
      await Promise.all([...all].map((sandbox) => sandbox.close()));
      all.clear();
    },
  };
}
