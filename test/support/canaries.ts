/** Personal values that nobody else has, and a watch over every place where none of them may appear. */
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import { tap } from './personal-values.ts';

/** A value that was seen where it must not be, and where. */
export interface Hit {
  readonly place: string;
  readonly value: string;
}

export type CanaryKind = 'name' | 'mail' | 'phone' | 'text' | 'number';

/** Hands out values that are recognised wherever they turn up, as they are, escaped or encoded for a link. */
export function createCanaries() {
  const values: string[] = [];
  return {
    values,
    one(kind: CanaryKind): string {
      const number = String(values.length + 1).padStart(4, '0');
      const made = {
        name: `金丝雀Canary${number}`,
        mail: `canary${number}@birds.example`,
        phone: `+8613990${number}00`,
        text: `Canary${number} says that nobody else may read this`,
        number: `canary-${number}`,
      }[kind];
      values.push(made);
      return made;
    },
    /** What is personal by itself: tokens of links and of people. */
    add: (value: string) => void values.push(value),
  };
}

/** What every made-up value has in it, and no other does; numbers are told by the marks beside the digits. */
const marks = [/canary\d{4}/i, /canary-\d{4}/i, /金丝雀/, /\\u91d1\\u4e1d\\u96c0/i, /\+?8613990\d{6}/];

/** Where a made-up value, or one of the secrets, stands in a text. */
export function hitsIn(text: string, secrets: Iterable<string> = []): string[] {
  const made = marks.flatMap((mark) => mark.exec(text)?.[0] ?? []);
  return [...made, ...[...secrets].filter((secret) => text.includes(secret))];
}

/**
 * Keeps what goes through the bus, the queues and the schedules, and what functions write into their logs, metrics
 * among it. Call it before anything happens; `lines` is what `log` of the cloud was told.
 */
export function watch(local: LocalCloud, lines: readonly string[]) {
  const seen: { place: string; text: string }[] = [];
  tap(local, (place, text) => void seen.push({ place, text }));
  return {
    seen,
    /** Every hit so far, each place and value once. */
    hits(secrets: Iterable<string>): Hit[] {
      const all = [...seen, ...lines.map((text) => ({ place: 'log', text }))];
      const known = [...secrets];
      const found = all.flatMap(({ place, text }) =>
        hitsIn(text, known).map((value) => ({
          place: place === 'log' ? `log: ${text.slice(0, 600)}` : place,
          value,
        })),
      );
      return [...new Map(found.map((hit) => [JSON.stringify(hit), hit])).values()];
    },
  };
}
