import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';

export interface PersonalFilesProps {
  readonly deployment: Deployment;
}

/** Sealed files of exports, which go by themselves, and the tombstones of erasures, which stay for whatever is restored. */
export class PersonalFiles extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, { deployment }: PersonalFilesProps) {
    super(scope, id);
    this.bucketName = `${deployment.nameOf('personal')}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    const bucket = new s3.Bucket(this, 'Bucket', {
      bucketName: this.bucketName,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          prefix: 'exports/',
          // A link may be good until the last minute of its last day.
          expiration: Duration.days(deployment.settings.exportDays + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // Its name is fixed: plain RETAIN would leave it behind when the first deployment fails, in the way of the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    resourceOf(bucket, s3.CfnBucket).overrideLogicalId('PersonalFiles');
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Two functions of ours work here, each with its own log, and every file handed out is in the trail.',
    });
  }

  get variables() {
    return { PERSONAL_FILES_BUCKET: this.bucketName } as const;
  }

  /** Makes and removes files, and puts up tombstones. */
  allowWorking(fn: DomainFunction): void {
    this.allow(
      fn,
      ['s3:PutObject', 's3:DeleteObject'],
      'exports/*',
      'Files are named by the ids of exports.',
    );
    this.allow(fn, ['s3:PutObject'], 'erased/*', 'Tombstones are named by hashes.');
  }

  allowHandingOut(fn: DomainFunction): void {
    this.allow(fn, ['s3:GetObject'], 'exports/*', 'Files are named by the ids of exports.');
  }

  private allow(fn: DomainFunction, actions: string[], objects: string, reason: string): void {
    const bucket = { service: 's3', region: '', account: '', resource: this.bucketName };
    const resource = `${Stack.of(this).formatArn(bucket)}/${objects}`;
    fn.allow(actions, [resource]);
    fn.acknowledgeWildcard(resource, reason);
  }
}
