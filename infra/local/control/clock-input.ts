/** Reads how far the clock is to be moved. */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { Problem, parsed, pointing } from './problem.ts';

/** Nobody wants to wait for more; a slip of the finger would. */
const farthest = { years: 10 };

const advanceSchema = z.strictObject({
  duration: z.string().max(40).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** `{"duration":"P7D"}` or `{"to":"2026-12-24T00:00:00Z"}` → milliseconds of virtual time, later than `now`. */
export function readAdvance(input: unknown, now: number): number {
  const { duration, to } = parsed(advanceSchema, input);
  if ((duration === undefined) === (to === undefined)) {
    throw new Problem(
      400,
      'Say either how far, {"duration":"P7D"}, or whereto, {"to":"2026-12-24T00:00:00Z"}.',
    );
  }
  const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  const at =
    duration === undefined ? Date.parse(to ?? '') : start.add(readDuration(duration)).epochMilliseconds;
  const pointer = duration === undefined ? '/to' : '/duration';
  if (at < now)
    throw pointing(pointer, `lies before the clock, which shows ${start.toInstant()} and only moves forward`);
  if (at > start.add(farthest).epochMilliseconds) throw pointing(pointer, 'is more than ten years ahead');
  return at;
}

function readDuration(text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text);
  } catch {
    throw pointing('/duration', 'must be an ISO 8601 duration such as P7D, PT90M or P1M');
  }
}
