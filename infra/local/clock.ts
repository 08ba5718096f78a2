import { Agenda } from './agenda.ts';
import type { Activity, AgendaEntry, Clock } from './cloud.ts';

export interface ClockOptions {
  /** Milliseconds by which virtual time is already ahead, e.g. as stored with the data. */
  readonly offset?: number | undefined;
  readonly activity: Activity;
  /** Told the new offset whenever it grows. */
  readonly onChange?: ((offset: number) => void) | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

interface Waiting extends AgendaEntry {
  readonly sequence: number;
  readonly fire: () => void | Promise<void>;
}

/** The longest delay `setTimeout` takes. */
const longestDelay = 2 ** 31 - 1;
/**
 * While the clock is being advanced, entries wait for the work before them to end. Work that itself waits
 * for an entry would then wait for ever, so after this many milliseconds the entry fires none the less.
 */
const advanceGrace = 250;

/** Virtual time and its agenda; see `Clock`. The caller's process ends without waiting for the agenda. */
export function createClock(options: ClockOptions): Clock {
  const { activity, onChange, log = console.error } = options;
  const offset = new SharedArrayBuffer(8);
  const cell = new BigInt64Array(offset);
  Atomics.store(cell, 0, BigInt(options.offset ?? 0));

  const agenda = new Agenda<Waiting>();
  let sequence = 0;
  let timer: NodeJS.Timeout | undefined;
  let advancing = false;
  let advances: Promise<unknown> = Promise.resolve();

  const now = (): number => Date.now() + Number(Atomics.load(cell, 0));

  function moveTo(at: number): void {
    const ahead = at - now();
    if (ahead <= 0) return;
    Atomics.add(cell, 0, BigInt(ahead));
    onChange?.(Number(Atomics.load(cell, 0)));
  }

  async function fire(entry: Waiting): Promise<void> {
    try {
      await entry.fire();
    } catch (error) {
      log(`agenda: ${entry.label} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  function arm(): void {
    clearTimeout(timer);
    const next = agenda.peek();
    if (!next) return;
    const delay = Math.max(0, next.at - now()) + (advancing ? advanceGrace : 0);
    timer = setTimeout(fireDue, Math.min(delay, longestDelay));
    timer.unref();
  }

  function fireDue(): void {
    const limit = now() - (advancing ? advanceGrace : 0);
    for (let next = agenda.peek(); next && next.at <= limit; next = agenda.peek()) {
      agenda.remove(next);
      void fire(next);
    }
    arm();
  }

  async function advance(to: number): Promise<{ fired: number }> {
    let fired = 0;
    advancing = true;
    try {
      await activity.idle();
      for (let next = agenda.peek(); next && next.at <= to; next = agenda.peek()) {
        agenda.remove(next);
        moveTo(next.at);
        arm();
        await fire(next);
        fired += 1;
        await activity.idle();
      }
      moveTo(to);
      await activity.idle();
    } finally {
      advancing = false;
      arm();
    }
    return { fired };
  }

  return {
    now,
    offset,
    schedule(at, label, action) {
      const entry: Waiting = { at, label, sequence: sequence++, fire: action, cancel };
      function cancel(): void {
        if (agenda.remove(entry)) arm();
      }
      agenda.push(entry);
      if (agenda.peek() === entry) arm();
      return entry;
    },
    agenda: () =>
      agenda.entries.toSorted((left, right) => left.at - right.at || left.sequence - right.sequence),
    advanceTo(to) {
      const done = advances.then(() => advance(to));
      advances = done.catch(() => undefined);
      return done;
    },
  };
}
