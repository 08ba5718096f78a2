import type { Trace } from './cloud.ts';

/** The invocation a worker is busy with. */
interface Run {
  readonly functionId: string;
  readonly trace: Trace;
  /** Row of the meter: route key, or name of the queue, stream or schedule. */
  readonly cause: string;
}

/** Which worker runs what: written by Lambda, read by the endpoint to tell who calls and why. */
export interface Runs {
  begin(workerId: string, run: Run): void;
  end(workerId: string): void;
  find(workerId: string): Run | undefined;
}

export function createRuns(): Runs {
  const runs = new Map<string, Run>();
  return {
    begin(workerId, run) {
      runs.set(workerId, run);
    },
    end(workerId) {
      runs.delete(workerId);
    },
    find: (workerId) => runs.get(workerId),
  };
}
