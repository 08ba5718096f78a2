import { createHash } from 'node:crypto';

/** What a customer draws: of the same seed always the same. Sorts as text, and no two customers have the same. */
export function lotOf(seed: string, customerId: string): string {
  const hash = createHash('sha256').update(`${seed}\n${customerId}`).digest('hex');
  return `${hash.slice(0, lotDigits)} ${customerId}`;
}

const lotDigits = 12;

/** Whether a customer is in a sample of so many of a hundred. */
export function isDrawn(percent: number, seed: string, customerId: string): boolean {
  const lot = Number.parseInt(lotOf(seed, customerId).slice(0, lotDigits), 16);
  return lot < (percent / 100) * 16 ** lotDigits;
}

/** Of these customers the so many with the smallest lots, the smallest first. */
export function smallestLots(customerIds: readonly string[], count: number, seed: string): string[] {
  const lots = customerIds.map((id) => ({ id, lot: lotOf(seed, id) }));
  return lots
    .toSorted((one, other) => (one.lot < other.lot ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id);
}
