import { Duration } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';
import { SafeBucket } from './safe-bucket.ts';

export interface ParkedRecordsProps {
  readonly deployment: Deployment;
}

/** Where Lambda writes to in a bucket that is a failure destination. */
const writtenByLambda = 'aws/lambda/*';

/** Takes the stream records that could not be published, whole, and says so on the default bus. */
export class ParkedRecords extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, { deployment }: ParkedRecordsProps) {
    super(scope, id);
    const bucket = new SafeBucket(this, 'Bucket', {
      ...{ deployment, name: 'parked', logicalId: 'ParkedRecords' },
      lifecycleRules: [
        { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      notLoggedBecause: 'Only Lambda writes here and one function reads, each with its own log.',
    });
    this.bucketName = bucket.fixedName;
    this.bucketArn = bucket.fixedArn;
    // Set on the resource itself: the property of the construct adds a function of CDK's own to do it.
    resourceOf(bucket, s3.CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }

  /** A new record has been put here. */
  get eventPattern(): EventPattern {
    return {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [this.bucketName] } },
    };
  }

  /** Lets Lambda write here what a function could not handle; it does so with the role of that function. */
  allowParking(fn: DomainFunction): void {
    fn.allow(['s3:ListBucket'], [this.bucketArn]);
    this.allowOnRecords(fn, 's3:PutObject');
  }

  allowReading(fn: DomainFunction): void {
    this.allowOnRecords(fn, 's3:GetObject');
  }

  private allowOnRecords(fn: DomainFunction, action: string): void {
    const resource = `${this.bucketArn}/${writtenByLambda}`;
    fn.allow([action], [resource]);
    fn.acknowledgeWildcard(
      resource,
      'Lambda makes up the name of each record; nothing else is kept in this bucket.',
    );
  }
}
