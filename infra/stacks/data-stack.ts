/** What must never be replaced: the table, the bus, the schedules' group, the link secret, the mail identity. */
import { Annotations, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import { ParkedRecords } from '../constructs/parked-records.ts';
import { PersonalFiles } from '../constructs/personal-files.ts';
import { SingleTable } from '../constructs/single-table.ts';
import { Undelivered } from '../constructs/undelivered.ts';

export interface DataStackProps {
  readonly deployment: Deployment;
}

export class DataStack extends Stack {
  readonly table: SingleTable;
  readonly bus: EventBus;
  readonly linkSecret: Secret;
  /** Takes the stream records that the relay could not publish, whole. */
  readonly parkedRecords: ParkedRecords;
  /** Copies that customers have demanded, and what tells a restored table of erasures. */
  readonly personalFiles: PersonalFiles;
  readonly undelivered: Undelivered;
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
    const schedules = new CfnScheduleGroup(this, 'Schedules', { name: deployment.nameOf('schedules') });
    // Removing the group removes every schedule in it.
    schedules.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.linkSecret = new Secret(this, 'LinkSecret', {
      description: 'Keys the tokens in the personal links of surveys',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.parkedRecords = new ParkedRecords(this, 'Parked', { deployment });
    this.personalFiles = new PersonalFiles(this, 'Personal', { deployment });
    this.undelivered = new Undelivered(this, 'Undelivered', { deployment });
    this.mail = new MailIdentity(this, 'Mail', { deployment });
    Validations.of(this.linkSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Changed by hand between runs (docs/operations.md): a run under way still needs the version it began with.',
    });
    this.exportForGood();
    if (deployment.settings.mailFrom.endsWith('.example')) {
      Annotations.of(this).addInfo(
        'The setting mailFrom is a placeholder: no mail leaves until it is your own address.',
      );
    }
  }

  /** Always exported, whoever imports them today: an export in use cannot be taken back. */
  private exportForGood(): void {
    const { table, bus, linkSecret } = this;
    for (const value of [
      ...[table.name, table.table.tableArn, table.streamArn],
      ...[bus.eventBusName, bus.eventBusArn, linkSecret.secretArn],
    ])
      this.exportValue(value);
  }
}
