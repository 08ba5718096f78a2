import type { Instant } from '../values/instant.ts';

/**
 * The expression of a schedule that fires once, `at(2026-11-21T09:00:00)`; goes with the time zone UTC. Parts of a
 * second are dropped: EventBridge Scheduler knows whole seconds and fires within the minute.
 */
export function oneTimeExpression(instant: Instant): string {
  return `at(${new Date(instant).toISOString().slice(0, 19)})`;
}
