import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { SafeBucket } from './safe-bucket.ts';

export interface PersonalFilesProps {
  readonly deployment: Deployment;
}

/** Sealed files of exports, which go by themselves, and the tombstones of erasures, which stay for whatever is restored. */
export class PersonalFiles extends Construct {
  readonly bucketName: string;
  private readonly bucketArn: string;

  constructor(scope: Construct, id: string, { deployment }: PersonalFilesProps) {
    super(scope, id);
    const bucket = new SafeBucket(this, 'Bucket', {
      ...{ deployment, name: 'personal', logicalId: 'PersonalFiles' },
      lifecycleRules: [
        {
          prefix: 'exports/',
          // A link may be good until the last minute of its last day.
          expiration: Duration.days(deployment.settings.exportDays + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      notLoggedBecause:
        'Two functions of ours work here, each with its own log, and every file handed out is in the trail.',
    });
    this.bucketName = bucket.fixedName;
    this.bucketArn = bucket.fixedArn;
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
    const resource = `${this.bucketArn}/${objects}`;
    fn.allow(actions, [resource]);
    fn.acknowledgeWildcard(resource, reason);
  }
}
