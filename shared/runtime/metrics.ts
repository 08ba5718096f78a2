/** Metrics of our own, as lines of the log: CloudWatch reads them out of lines of this (EMF) form. */
import * as z from 'zod';
import { environmentWithoutTable } from './environment.ts';

const deployed = environmentWithoutTable({ STAGE: z.string().default('unknown') });

/**
 * Writes one value of a metric of this stage.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param properties stand beside it in the log and make no metric of their own
 */
export function putMetric(
  {
    name,
    unit,
    value,
  }: { readonly name: string; readonly unit: 'Count' | 'Seconds'; readonly value: number },
  properties: Readonly<Record<string, string | number>> = {},
): void {
  const metadata = {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      { Namespace: 'Rapport', Dimensions: [['stage']], Metrics: [{ Name: name, Unit: unit }] },
    ],
  };
  const line = { _aws: metadata, stage: deployed.read().STAGE, [name]: value, ...properties };
  // Not by `console`: with logs in JSON, Lambda would wrap the line and the metric would be lost.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
