/**
 * What failed, as the metric behind the alarm `failures`. Lambda's own `Errors` sees neither the messages that a
 * batch hands back nor the errors that become an answer.
 */
import { putMetric } from './metrics.ts';

/** Counts failed messages, records or requests. */
export function countFailures(count: number): void {
  putMetric({ name: 'Failures', unit: 'Count', value: count });
}

/** Counts that for some time no mail is sent, for the alarm `mail-paused`. */
export function countMailPause(): void {
  putMetric({ name: 'MailPauses', unit: 'Count', value: 1 });
}
