import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DomainFunction } from './domain-function.ts';
import type { ParkedRecords } from './parked-records.ts';
import type { SingleTable } from './single-table.ts';

export interface StreamConsumerProps {
  readonly table: SingleTable;
  readonly function: DomainFunction;
  /** Receives records that failed for good, whole: a queue would get no more than a pointer that dies in a day. */
  readonly parkedRecords: ParkedRecords;
}

/** Feeds a function from the table's stream with the inserted items that are events. */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, { table, function: fn, parkedRecords }: StreamConsumerProps) {
    super(scope, id);
    table.allowStream(fn);
    parkedRecords.allowParking(fn);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: fn.function,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 50,
      maxBatchingWindow: Duration.seconds(1),
      // Without these limits one bad record holds its shard for a day, and then it is gone.
      retryAttempts: 5,
      maxRecordAge: Duration.hours(6),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      parallelizationFactor: 1,
      onFailure: { bind: () => ({ destination: parkedRecords.bucketArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { event: { S: FilterRule.exists() } } },
        }),
      ],
    });
    // Lambda refuses a mapping whose role may not read the stream yet; the policy is part of the role's construct.
    mapping.node.addDependency(fn.role);
  }
}
