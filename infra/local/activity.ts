import type { Activity } from './cloud.ts';

/** Counts work by label, so that whoever waits for idle can be told what is still going on. */
export function createActivity(): Activity {
  const counts = new Map<string, number>();
  let waiting: (() => void)[] = [];

  // A finished piece of work often starts the next one in the same turn (a message sent, a record read):
  // only a whole turn with nothing pending is idle.
  function settle(): void {
    if (counts.size > 0 || waiting.length === 0) return;
    setImmediate(() => {
      if (counts.size > 0) return;
      const resolved = waiting;
      waiting = [];
      for (const resolve of resolved) resolve();
    });
  }

  return {
    begin(label) {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        const left = (counts.get(label) ?? 1) - 1;
        if (left > 0) counts.set(label, left);
        else counts.delete(label);
        settle();
      };
    },
    pending: () => Object.fromEntries(counts),
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        settle();
      }),
  };
}
