import * as z from 'zod';
import { whyNotCron } from './cron.ts';
import { exactlyOneOf } from './exactly-one-of.ts';
import { wallTimeSchema } from './instant.ts';
import { timeZoneSchema } from './time-zone.ts';

/** `cron(0 9 ? * MON *)` → `0 9 ? * MON *`: people paste what AWS shows. */
function unwrapped(text: string, kind: 'cron' | 'rate'): string {
  const inner = text.trim().replaceAll(/\s+/g, ' ');
  return inner.toLowerCase().startsWith(`${kind}(`) && inner.endsWith(')')
    ? inner.slice(kind.length + 1, -1).trim()
    : inner;
}

/** Six fields as EventBridge Scheduler reads them; a surrounding `cron(…)` is taken off. */
export const cronSchema = z
  .string()
  .max(200)
  .overwrite((text) => unwrapped(text, 'cron').toUpperCase())
  .superRefine((text, context) => {
    const reason = whyNotCron(text);
    if (reason !== undefined) context.addIssue({ code: 'custom', message: reason });
  })
  .meta({
    description:
      'Six fields: minutes hours day-of-month month day-of-week year. One of the two day fields must be "?".',
    examples: ['0 9 ? * MON *'],
  });

/** A regular interval, `7 days`; a day is 24 hours, so local times drift with the clocks. */
export const rateSchema = z
  .string()
  .max(40)
  .overwrite((text) => unwrapped(text, 'rate'))
  .regex(
    /^(?:1 (?:minute|hour|day)|(?!1 )[1-9]\d{0,4} (?:minutes|hours|days))$/,
    'must be an interval such as "1 day" or "12 hours"',
  )
  .meta({ description: 'A regular interval.', examples: ['7 days'] });

/** When something happens again and again, or once: exactly one of `cron`, `rate` and `at`. */
export const recurrenceSchema = exactlyOneOf(
  z.strictObject({
    cron: cronSchema.optional(),
    rate: rateSchema.optional(),
    at: wallTimeSchema.optional(),
    timeZone: timeZoneSchema,
  }),
  ['cron', 'rate', 'at'],
).meta({
  description: 'When it happens: exactly one of `cron`, `rate` and `at`, in the time zone given.',
  examples: [{ cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' }],
});

export type Recurrence = z.infer<typeof recurrenceSchema>;
