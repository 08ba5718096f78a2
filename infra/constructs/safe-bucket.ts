import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import { resourceOf } from './resource-of.ts';

export interface SafeBucketProps {
  readonly deployment: Deployment;
  /** Unique in the deployment, e.g. `parked`; with account and region it is in the world. */
  readonly name: string;
  /** Under which CloudFormation has known it from the first day. */
  readonly logicalId: string;
  readonly lifecycleRules: s3.LifecycleRule[];
  /** What pages of other origins may do with links that they were given. @default nothing */
  readonly cors?: s3.CorsRule[];
  /** Why nobody needs the log of S3 on who has read what. */
  readonly notLoggedBecause: string;
}

/** A bucket that nobody but its owner reads, encrypted at rest and on the way, and that no deployment removes. */
export class SafeBucket extends s3.Bucket {
  /** Known without a reference to the stack. */
  readonly fixedName: string;
  readonly fixedArn: string;

  constructor(scope: Construct, id: string, props: SafeBucketProps) {
    const bucketName = `${props.deployment.nameOf(props.name)}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    super(scope, id, {
      bucketName,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: props.lifecycleRules,
      cors: props.cors ?? [],
      // Its name is fixed: plain RETAIN would leave it behind when the first deployment fails, in the way of the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.fixedName = bucketName;
    const arn = { service: 's3', region: '', account: '', resource: bucketName };
    this.fixedArn = Stack.of(scope).formatArn(arn);
    resourceOf(this, s3.CfnBucket).overrideLogicalId(props.logicalId);
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: props.notLoggedBecause });
  }
}
