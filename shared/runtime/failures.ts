/**
 * What failed, as the one metric behind the alarm `failures`. Lambda's own `Errors` sees neither the messages that a
 * batch hands back nor the errors that become an answer.
 */
import * as z from 'zod';
import { environmentWithoutTable } from './environment.ts';

const deployed = environmentWithoutTable({ STAGE: z.string().default('unknown') });

/** Counts failed messages, records or requests. CloudWatch reads metrics out of log lines of this (EMF) form. */
export function countFailures(count: number): void {
  const metadata = {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: 'Rapport',
        Dimensions: [['stage']],
        Metrics: [{ Name: 'Failures', Unit: 'Count' }],
      },
    ],
  };
  // Not by `console`: with logs in JSON, Lambda would wrap the line and the metric would be lost.
  process.stdout.write(
    `${JSON.stringify({ _aws: metadata, stage: deployed.read().STAGE, Failures: count })}\n`,
  );
}
