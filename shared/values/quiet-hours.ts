import * as z from 'zod';
import { timeOfDaySchema } from './instant.ts';

/** Hours in which nobody wants to hear from us; may run over midnight. Equal ends mean no quiet hours. */
export const quietHoursSchema = z
  .strictObject({ from: timeOfDaySchema, to: timeOfDaySchema })
  .meta({ description: 'Hours of rest in local time.', examples: [{ from: '21:00', to: '09:00' }] });

export type QuietHours = z.infer<typeof quietHoursSchema>;
