import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { SafeBucket } from './safe-bucket.ts';

const attachmentsReason = 'Files are named by the ids of customers, contacts and attachments.';

export interface PersonalFilesProps {
  readonly deployment: Deployment;
}

/** Sealed files of exports and files of imports, which go by themselves, attachments of contacts, and the tombstones of erasures, which stay for whatever is restored. */
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
        {
          prefix: 'imports/',
          // The import says until when its file is kept; S3 counts whole days from the upload.
          expiration: Duration.days(deployment.settings.importDays + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        {
          prefix: 'extracts/',
          expiration: Duration.days(deployment.settings.exportDays + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // Pages that may call the API may post the forms and fetch the files that it gives them.
      cors: (deployment.settings.corsOrigins ?? []).map((origin) => ({
        allowedOrigins: [origin],
        allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.POST],
        allowedHeaders: ['*'],
        maxAge: 3600,
      })),
      notLoggedBecause:
        'Few functions of ours work here, each with its own log, and every file handed out is in the trail.',
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
    this.allowDetaching(fn);
  }

  /** Attachments of contacts, which stay as long as the contact: no rule lets them expire. */
  allowAttaching(fn: DomainFunction): void {
    this.allow(fn, ['s3:GetObject', 's3:PutObject'], 'attachments/*', attachmentsReason);
  }

  allowDetaching(fn: DomainFunction): void {
    this.allow(fn, ['s3:DeleteObject'], 'attachments/*', attachmentsReason);
  }

  allowHandingOut(fn: DomainFunction): void {
    this.allow(fn, ['s3:GetObject'], 'exports/*', 'Files are named by the ids of exports.');
  }

  /** Is told when a file is missing, which S3 tells only whoever may list the bucket. */
  allowMissing(fn: DomainFunction): void {
    fn.allow(['s3:ListBucket'], [this.bucketArn]);
  }

  /** Reads the files of imports, and keeps what becomes of their rows. */
  allowImporting(fn: DomainFunction): void {
    const reason = 'Files are named by the ids of imports.';
    this.allow(fn, ['s3:GetObject', 's3:PutObject'], 'imports/*', reason);
  }

  allowExtracting(fn: DomainFunction): void {
    this.allow(fn, ['s3:PutObject'], 'extracts/*', 'Files are named by the ids of extracts.');
  }

  allowHandingOutExtracts(fn: DomainFunction): void {
    this.allow(fn, ['s3:GetObject'], 'extracts/*', 'Files are named by the ids of extracts.');
  }

  private allow(fn: DomainFunction, actions: string[], objects: string, reason: string): void {
    const resource = `${this.bucketArn}/${objects}`;
    fn.allow(actions, [resource]);
    fn.acknowledgeWildcard(resource, reason);
  }
}
