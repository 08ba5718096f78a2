/** Customers who buy exactly as BG/NBD and Gamma-Gamma have it, so that it is known what a fit has to find. */
import type { Buyer } from '../../functions/commerce/forecasts/forecasts.rules.ts';

export interface Simulated {
  readonly customers: number;
  readonly seed: number;
  /** The number of the last day; the first purchases lie in the quarter at the beginning. */
  readonly through: number;
  readonly days: number;
  readonly buying: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };
  readonly spending: { readonly p: number; readonly q: number; readonly gamma: number };
  readonly currency?: string;
}

/** As the customers of CDNOW have bought, who spend dollars in cents. */
export const likeCdnow = {
  buying: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  spending: { p: 6.25, q: 3.74, gamma: 1544 },
} as const;

export function simulateBuyers(wish: Simulated): readonly Buyer[] {
  const random = randomOf(wish.seed);
  return Array.from({ length: wish.customers }, () => simulateBuyer(wish, random));
}

function simulateBuyer(
  { through, days, buying, spending, currency = 'USD' }: Simulated,
  random: () => number,
): Buyer {
  const firstDay = through - days + 1 + Math.floor((random() * days) / 4);
  const perWeek = gammaOf(buying.r, random) / buying.alpha;
  const [stays, leaves] = [gammaOf(buying.b, random), gammaOf(buying.a, random)];
  const leaving = leaves / (leaves + stays);
  const scale = gammaOf(spending.q, random) / spending.gamma;
  const bought = new Map<number, number>();
  for (let at = 0; ; ) {
    at += (-Math.log(1 - random()) / perWeek) * 7;
    const day = Math.ceil(at);
    if (!(firstDay + day <= through)) break;
    bought.set(day, (bought.get(day) ?? 0) + Math.round(gammaOf(spending.p, random) / scale));
    if (random() < leaving) break;
  }
  const net = [...bought.values()].reduce((sum, amount) => sum + amount, 0);
  const repeats = bought.size === 0 ? [] : [{ currency, days: bought.size, net }];
  return { firstDay, history: { days: [0, ...bought.keys()], repeats } };
}

/** Mulberry32 by Tommy Ettinger: small, and the same on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A gamma variate of this shape and rate 1: Marsaglia and Tsang (2000). */
function gammaOf(shape: number, random: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
