import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';

/** Actions on single items; inside a transaction DynamoDB checks each of its parts as one of these. */
export type ItemAction = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

export type IndexName = (typeof indexNames)[number];

export interface TableAccess {
  /** @default none */
  readonly items?: readonly ItemAction[];
  /** What may be queried: the table itself, or an index by name. @default nothing */
  readonly query?: readonly ('table' | IndexName)[];
}

/** Present from the first day: an update of a table creates only one index at a time, and an empty one is free. */
const indexNames = ['gsi1', 'gsi2', 'gsi3'] as const;

/** What CDK's own grants allow, without their wildcards. */
const keyActionsOfWriters = [
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

export interface SingleTableProps {
  readonly deployment: Deployment;
}

/** The one table of the application. It is never replaced: keys, indexes and stream view are fixed for good. */
export class SingleTable extends Construct {
  readonly table: dynamodb.Table;
  private readonly key: Key | undefined;

  constructor(scope: Construct, id: string, props: SingleTableProps) {
    super(scope, id);
    this.key =
      props.deployment.settings.encryption === 'customer-managed'
        ? new Key(this, 'Key', {
            description: `Encrypts the table of Rapport, stage ${props.deployment.settings.stage}`,
            enableKeyRotation: true,
            removalPolicy: RemovalPolicy.RETAIN,
          })
        : undefined;
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // A runaway costs money before anybody notices; a new table could do no more than this anyway.
      maxReadRequestUnits: 12_000,
      maxWriteRequestUnits: 4_000,
      timeToLiveAttribute: 'expires',
      // Changing the view changes the stream's ARN, which other stacks import.
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(this.key
        ? { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key }
        : { encryption: dynamodb.TableEncryption.DEFAULT }),
    });
    for (const indexName of indexNames) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: `${indexName}pk`, type: dynamodb.AttributeType.STRING },
        sortKey: { name: `${indexName}sk`, type: dynamodb.AttributeType.STRING },
        // A projection cannot be altered later. `summary` is one map: the row of a list can grow inside it.
        projectionType: dynamodb.ProjectionType.INCLUDE,
        nonKeyAttributes: ['summary', 'type', 'v'],
      });
    }
    resourceOf(this.table, dynamodb.CfnTable).overrideLogicalId('Table');
  }

  get name(): string {
    return this.table.tableName;
  }

  /** The names of the indexes, e.g. for their alarms. */
  get indexNames(): readonly string[] {
    return indexNames;
  }

  /** The ARN of the change stream. */
  get streamArn(): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('The table has lost its stream.');
    return tableStreamArn;
  }

  /** Lets a function read and write as listed, and nothing else: no scan, no index that is not named. */
  allow(fn: DomainFunction, access: TableAccess): void {
    const tableArn = this.table.tableArn;
    const items = (access.items ?? []).map((action) => `dynamodb:${action}`);
    const query = access.query ?? [];
    if (items.length > 0) fn.allow(items, [tableArn]);
    if (query.length > 0) {
      const resources = query.map((name) => (name === 'table' ? tableArn : `${tableArn}/index/${name}`));
      fn.allow(['dynamodb:Query'], resources);
    }
    if (this.key) fn.allow(['kms:Decrypt', 'kms:DescribeKey'], [this.key.keyArn]);
    const writes = items.some((action) => !['dynamodb:GetItem', 'dynamodb:BatchGetItem'].includes(action));
    if (this.key && writes) fn.allow(keyActionsOfWriters, [this.key.keyArn]);
  }

  /** Lets a function be fed from the change stream. */
  allowStream(fn: DomainFunction): void {
    fn.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [this.streamArn],
    );
    if (this.key) fn.allow(['kms:Decrypt'], [this.key.keyArn]);
  }
}
