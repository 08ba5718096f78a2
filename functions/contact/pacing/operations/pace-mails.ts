import type { Instant } from '../../../../shared/values/instant.ts';
import { giveTurns, pause, useOfTurn } from '../pacing.rules.ts';
import type { Pace, PaceLane, PauseCause } from '../pacing.schema.ts';
import type { PaceStore } from '../pacing.store.ts';

interface Context {
  readonly pace: PaceStore;
  /** What the mail service grants the account. */
  readonly mailsPerSecond: number;
  readonly now: () => Instant;
}

interface Asking {
  readonly lane: PaceLane;
  readonly resolve: (second: number) => void;
  readonly reject: (error: unknown) => void;
}

export type Pacer = ReturnType<typeof createPacer>;

/**
 * Keeps mails to the rate of the account, however many processes send: each mail takes a turn, a second in which it
 * may go. Whoever asks while a request is under way shares the next one, so a batch is one or two writes of one row.
 */
export function createPacer({ pace, mailsPerSecond, now }: Context) {
  let asking: Asking[] = [];
  let isGiving = false;
  let reading: Promise<Pace | undefined> | undefined;

  async function give(lane: PaceLane, together: readonly Asking[]): Promise<void> {
    if (together.length === 0) return;
    try {
      const { turns } = await pace.change((present) =>
        giveTurns(present, lane, together.length, { now: now(), mailsPerSecond }),
      );
      for (const [index, { resolve }] of together.entries()) resolve(turns[index] ?? 0);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }

  async function giveAll(): Promise<void> {
    if (isGiving) return;
    isGiving = true;
    while (asking.length > 0) {
      const present = asking;
      asking = [];
      for (const lane of ['urgent', 'bulk'] as const) {
        await give(
          lane,
          present.filter((each) => each.lane === lane),
        );
      }
    }
    isGiving = false;
  }

  return {
    /** The second, since the epoch, in which one more mail of this lane may go. */
    turn: (lane: PaceLane) =>
      new Promise<number>((resolve, reject) => {
        asking.push({ lane, resolve, reject });
        void giveAll();
      }),

    /** What to do with a turn that was taken before. */
    async use(second: number): Promise<ReturnType<typeof useOfTurn>> {
      reading ??= pace.find().finally(() => {
        reading = undefined;
      });
      return useOfTurn(await reading, second, now());
    },

    /** Nobody sends for a while, because the mail service has said so. */
    async pause(cause: PauseCause): Promise<{ readonly until: Instant; readonly told: boolean }> {
      const { until, told } = await pace.change((present) =>
        pause(present, cause, { now: now(), mailsPerSecond }),
      );
      return { until, told };
    },
  };
}
