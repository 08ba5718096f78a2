/** What must never be replaced: the table, the bus, the schedules' group, the link secret, the mail identity. */
import { Annotations, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { resourceOf } from '../constructs/resource-of.ts';
import { SingleTable } from '../constructs/single-table.ts';

export interface DataStackProps {
  readonly deployment: Deployment;
}

export class DataStack extends Stack {
  readonly table: SingleTable;
  readonly bus: EventBus;
  readonly scheduleGroup: CfnScheduleGroup;
  readonly linkSecret: Secret;
  /** Takes the stream records that the relay could not publish, whole. */
  readonly parkedRecords: s3.Bucket;
  readonly mail: MailIdentity;

  constructor(scope: Construct, id: string, { deployment }: DataStackProps) {
    super(scope, id, {
      description: 'Rapport: table, bus and everything else that is never replaced',
      terminationProtection: true,
    });
    this.table = new SingleTable(this, 'SingleTable', { deployment });
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: deployment.nameOf('events'),
      description: `What happened in Rapport, stage ${deployment.settings.stage}`,
    });
    this.scheduleGroup = new CfnScheduleGroup(this, 'Schedules', { name: deployment.nameOf('schedules') });
    // Removing the group removes every schedule in it.
    this.scheduleGroup.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.linkSecret = new Secret(this, 'LinkSecret', {
      description: 'Keys the tokens in the personal links of surveys',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.parkedRecords = createParkedRecords(this);
    this.mail = new MailIdentity(this, 'Mail', { deployment });
    this.acknowledge(deployment);
  }

  private acknowledge(deployment: Deployment): void {
    Validations.of(this.linkSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new secret would break every link that customers already have in their mail.',
    });
    Validations.of(this.parkedRecords).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only Lambda writes here and one function reads; it holds records for days, not content to audit.',
    });
    if (deployment.settings.mailFrom.includes('.example')) {
      Annotations.of(this).addInfo(
        'The setting mailFrom is a placeholder: no mail leaves until it is your own address.',
      );
    }
  }
}

function createParkedRecords(stack: DataStack): s3.Bucket {
  const bucket = new s3.Bucket(stack, 'ParkedRecords', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      {
        id: 'long-settled',
        expiration: Duration.days(90),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // Set on the resource itself: the property of the construct adds a function of CDK's own to do it.
  resourceOf(bucket, s3.CfnBucket).notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
  return bucket;
}
