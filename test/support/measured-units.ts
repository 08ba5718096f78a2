/** What requests cost, as the meter of the local cloud counted it. Kept in the repository for the documentation. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const file = fileURLToPath(new URL('../../docs/measured-units.json', import.meta.url));

const Measurement = z.strictObject({
  /** Route key, e.g. `POST /customers`. */
  route: z.string(),
  /** What was measured, e.g. `with e-mail, phone and Idempotency-Key`. */
  case: z.string(),
  readUnits: z.number(),
  writeUnits: z.number(),
});
export type Measurement = z.infer<typeof Measurement>;

const Measurements = z.strictObject({ requests: z.array(Measurement) });

export function readMeasuredUnits(): readonly Measurement[] {
  if (!existsSync(file)) return [];
  return Measurements.parse(JSON.parse(readFileSync(file, 'utf8'))).requests;
}

/**
 * Puts new figures in the place of the old ones for the same route and case, if the tests run with `UPDATE_DOCS=1`.
 * Afterwards `node test/support/access-patterns.ts --write` puts them into the page.
 */
export function keepMeasuredUnits(measured: readonly Measurement[]): void {
  if (process.env.UPDATE_DOCS !== '1') return;
  const place = (each: Measurement) => `${each.route} ${each.case}`;
  const all = new Map([...readMeasuredUnits(), ...measured].map((each) => [place(each), each]));
  const requests = [...all.values()].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ requests }, null, 2)}\n`);
}
