/** Runs one reader at a time whenever it may have something to read, and counts that as work. */
import type { Cloud } from '../../cloud.ts';

export interface Pump {
  /** There is something to read: counts as work from this moment on. */
  wake(): void;
  /** The reader found something although nobody woke it. */
  busy(): void;
  /** Waits in real time, as work. */
  sleep(milliseconds: number): Promise<void>;
  /** Waits for a virtual instant: no work until then. */
  until(at: number, label: string): Promise<void>;
  start(): void;
  stop(): void;
  stopped(): boolean;
}

/** Writes past the endpoint wake nobody: look for them so often, in milliseconds. */
const FALLBACK = 1000;

export function createPump(cloud: Cloud, label: string, drain: () => Promise<void>): Pump {
  let ended: (() => void) | undefined;
  let [running, woken, waiting, stopped] = [false, false, false, false];
  let timer: NodeJS.Timeout | undefined;

  function busy(): void {
    if (!waiting) ended ??= cloud.activity.begin(label);
  }

  function rest(): void {
    ended?.();
    ended = undefined;
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      do {
        woken = false;
        await drain();
      } while (woken && !stopped);
    } catch (error) {
      if (!stopped) cloud.log(`${label}: ${error instanceof Error ? error.stack : error}`);
    } finally {
      running = false;
      rest();
    }
  }

  return {
    busy,
    wake() {
      if (stopped) return;
      woken = true;
      busy();
      void run();
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    async until(at, entry) {
      waiting = true;
      rest();
      await new Promise<void>((resolve) => {
        cloud.clock.schedule(at, entry, () => {
          waiting = false;
          busy();
          resolve();
        });
      });
    },
    start() {
      timer = setInterval(() => void run(), FALLBACK);
      timer.unref();
      busy();
      void run();
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      rest();
    },
    stopped: () => stopped,
  };
}
