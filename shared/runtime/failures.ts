/**
 * What failed, as the metric behind the alarm `failures`. Lambda's own `Errors` sees neither the messages that a
 * batch hands back nor the errors that become an answer.
 */
import { putMetric } from './metrics.ts';

/** Counts failed messages, records or requests. */
export function countFailures(count: number): void {
  putMetric({ name: 'Failures', unit: 'Count', value: count });
}
