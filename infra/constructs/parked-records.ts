import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';

export interface ParkedRecordsProps {
  readonly deployment: Deployment;
}

/** Where Lambda writes to in a bucket that is a failure destination. */
const writtenByLambda = 'aws/lambda/*';

/** Takes the stream records that could not be published, whole, and says so on the default bus. */
export class ParkedRecords extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, { deployment }: ParkedRecordsProps) {
    super(scope, id);
    this.bucketName = `${deployment.nameOf('parked')}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: this.bucketName,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // Its name is fixed: plain RETAIN would leave it behind when the first deployment fails, in the way of the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const resource = resourceOf(bucket, s3.CfnBucket);
    resource.overrideLogicalId('ParkedRecords');
    // Set on the resource itself: the property of the construct adds a function of CDK's own to do it.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only Lambda writes here and one function reads, each with its own log.',
    });
  }

  get bucketArn(): string {
    return Stack.of(this).formatArn({ service: 's3', region: '', account: '', resource: this.bucketName });
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
