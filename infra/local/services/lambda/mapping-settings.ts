/** The event source mappings of the templates: which function is fed from what, and how. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Cloud, Resource } from '../../cloud.ts';
import { optionalNumber } from '../../reading.ts';
import { matchesPattern } from '../events/event-pattern.ts';

const ignored = z.unknown().optional();
const count = z.coerce.number().int();

const properties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: count.min(1).max(10_000).optional(),
  MaximumBatchingWindowInSeconds: count.min(0).max(300).default(0),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).default([]) })
    .optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  // Without limits Lambda retries until the stream drops the record after a day.
  MaximumRecordAgeInSeconds: count.default(-1),
  MaximumRetryAttempts: count.default(-1),
  ParallelizationFactor: z.literal(1, 'only one batch at a time is imitated').optional(),
  // The mapping is as old as the table here, so that both mean from the first record on.
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: count.min(2).max(1000).optional() }).optional(),
  TumblingWindowInSeconds: z.literal(0, 'tumbling windows are not imitated').optional(),
  Tags: ignored,
  MetricsConfig: ignored,
  KmsKeyArn: ignored,
});

export interface Mapping {
  readonly logicalId: string;
  /** As Lambda would name it, but the same at every start. */
  readonly uuid: string;
  readonly sourceArn: string;
  readonly functionArn: string;
  readonly functionTimeoutSeconds: number;
  readonly enabled: boolean;
  readonly batchSize: number | undefined;
  readonly windowSeconds: number;
  readonly reportsFailures: boolean;
  readonly bisects: boolean;
  readonly failureDestination: string | undefined;
  /** -1: until the stream drops the record. */
  readonly maxRecordAgeSeconds: number;
  /** -1: without limit. */
  readonly maxRetries: number;
  readonly maxConcurrency: number | undefined;
  /** Whether the function is to see this record. */
  accepts(record: unknown): boolean;
}

export function readMappings(cloud: Cloud): readonly Mapping[] {
  return cloud.template
    .ofType('AWS::Lambda::EventSourceMapping')
    .map((resource) => readMapping(cloud, resource));
}

function readMapping(cloud: Cloud, resource: Resource): Mapping {
  const parsed = properties.safeParse(resource.properties);
  if (!parsed.success) throw complaint(resource, z.prettifyError(parsed.error));
  const { data } = parsed;
  const target = cloud.template
    .ofType('AWS::Lambda::Function')
    .find(({ ref, arn }) => ref === data.FunctionName || arn === data.FunctionName);
  if (!target) throw complaint(resource, `there is no function ${data.FunctionName}`);
  const patterns = (data.FilterCriteria?.Filters ?? []).map(({ Pattern }) => readPattern(resource, Pattern));
  return {
    logicalId: resource.logicalId,
    uuid: uuidOf(resource.logicalId),
    sourceArn: data.EventSourceArn,
    functionArn: target.arn,
    functionTimeoutSeconds: optionalNumber(target.properties.Timeout) ?? 3,
    enabled: data.Enabled,
    batchSize: data.BatchSize,
    windowSeconds: data.MaximumBatchingWindowInSeconds,
    reportsFailures: data.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    bisects: data.BisectBatchOnFunctionError,
    failureDestination: data.DestinationConfig?.OnFailure?.Destination,
    maxRecordAgeSeconds: data.MaximumRecordAgeInSeconds,
    maxRetries: data.MaximumRetryAttempts,
    maxConcurrency: data.ScalingConfig?.MaximumConcurrency,
    accepts: (record) => patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, record)),
  };
}

function readPattern(resource: Resource, text: string): unknown {
  try {
    const pattern: unknown = JSON.parse(text);
    matchesPattern(pattern, {});
    return pattern;
  } catch (error) {
    throw complaint(
      resource,
      `its filter ${text} is wrong: ${error instanceof Error ? error.message : error}`,
    );
  }
}

export function complaint({ logicalId }: { readonly logicalId: string }, why: string): Error {
  return new Error(`The local cloud cannot run the event source mapping ${logicalId}:\n${why}`);
}

function uuidOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
