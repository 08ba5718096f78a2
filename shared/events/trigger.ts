/** Events that campaigns can be triggered by: declared beside the event, collected in functions/triggers.ts. */
import * as z from 'zod';
import { instantSchema } from '../values/instant.ts';
import type { EventDeclaration } from './event.ts';

export interface Trigger {
  /** Names the customer as `customerId`; where it names none, nobody is asked. */
  readonly event: EventDeclaration;
  /** What of the event a condition may test, each with what it can be. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Says that such an event was told wrongly: `ofEvent` in its data, beside the fields as they should have been. */
  readonly correctedBy?: EventDeclaration;
  /** The field that names what the event is about: it is looked at once more before anybody is asked of it. */
  readonly about?: string;
}

/** Which event is corrected. */
export const CorrectedEvent = z.object({
  /** When it was told. */
  at: instantSchema,
  /** Whether it has happened at all. */
  stands: z.boolean(),
});

/** Declares that an event can trigger something for its customer. */
export function trigger(
  event: EventDeclaration,
  fields: Trigger['fields'] = {},
  more: Pick<Trigger, 'correctedBy' | 'about'> = {},
): Trigger {
  return { event, fields, ...more };
}
