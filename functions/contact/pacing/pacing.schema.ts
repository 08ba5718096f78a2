/** At which pace mails go to the mail service, which grants an account so many a second and so many a day. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';

/** `bulk`: many at once, nobody waits for them. `urgent`: somebody does, so a part of each second is theirs alone. */
export const paceLaneSchema = z.enum(['bulk', 'urgent']);
export type PaceLane = z.infer<typeof paceLaneSchema>;

/** The last second of which turns were given away, as seconds since the epoch, and how many. */
const LanePace = z.strictObject({ second: z.int().min(0), given: z.int().min(0) });
export type LanePace = z.infer<typeof LanePace>;

/** `rate`: too many a second. `quota`: too many a day. `account`: the account sends nothing at all. */
export const pauseCauseSchema = z.enum(['rate', 'quota', 'account']);
export type PauseCause = z.infer<typeof pauseCauseSchema>;

/** `mailsPerSecond` instead of the setting, first in the second `from`, before which all turns had been given away. */
const SlowedPace = z.strictObject({ mailsPerSecond: z.int().min(1), from: z.int().min(0) });
export type SlowedPace = z.infer<typeof SlowedPace>;

export const Pace = z.strictObject({
  version: z.int().min(1),
  bulk: LanePace,
  urgent: LanePace,
  /** Nothing is sent before then. */
  pausedUntil: instantSchema.optional(),
  /** How often in a row it had to be paused because of the rate. */
  pauses: z.int().min(0),
  slowed: SlowedPace.optional(),
});
export type Pace = z.infer<typeof Pace>;
