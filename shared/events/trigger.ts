/** Events that campaigns can be triggered by: declared beside the event, collected in functions/triggers.ts. */
import type { EventDeclaration } from './event.ts';

export interface Trigger {
  /** Names the customer as `customerId`; where it names none, nobody is asked. */
  readonly event: EventDeclaration;
  /** What of the event a condition may test, each with what it can be. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** Declares that an event can trigger something for its customer. */
export function trigger(event: EventDeclaration, fields: Trigger['fields'] = {}): Trigger {
  return { event, fields };
}
