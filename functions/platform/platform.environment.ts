import { environment, environmentWithoutTable, variable } from '../../shared/runtime/environment.ts';

/** The reference page and `$default` need nothing from outside. */
export const platformHttpEnvironment = environmentWithoutTable({});

/**
 * `PARKED_QUEUE_URL` is the *dead-letter queue* of the parked queue: nothing reads it, so an event that cannot be
 * published rests there with an alarm until a person has corrected the cause and moves it to the parked queue.
 */
export const platformRelayEnvironment = environmentWithoutTable({
  BUS_NAME: variable,
  PARKED_QUEUE_URL: variable,
});

export const platformParkedEnvironment = environmentWithoutTable({ BUS_NAME: variable });

export const platformDueSweepEnvironment = environment({ TABLE_NAME: variable, BUS_NAME: variable });
