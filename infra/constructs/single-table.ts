import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { resourceOf } from './resource-of.ts';

/** Actions on single items; inside a transaction DynamoDB checks each of its parts as one of these. */
export type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

export type IndexName = (typeof indexNames)[number];

export interface TableAccess {
  /** @default none */
  readonly items?: readonly ItemAction[];
  /** What may be queried: the table itself, or an index by name. @default nothing */
  readonly query?: readonly ('table' | IndexName)[];
}

/** Present from the first day: an update of a table creates only one index at a time, and an empty one is free. */
const indexNames = ['gsi1', 'gsi2', 'gsi3'] as const;

export interface SingleTableProps {
  readonly deployment: Deployment;
}

/** The one table of the application. It is never replaced: keys, indexes and stream view are fixed for good. */
export class SingleTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, props: SingleTableProps) {
    super(scope, id);
    const key =
      props.deployment.settings.encryption === 'customer-managed' ? createKey(this, props) : undefined;
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
      ...(key
        ? { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }
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
  }

  /** Lets a function be fed from the change stream. */
  allowStream(fn: DomainFunction): void {
    fn.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [this.streamArn],
    );
  }
}

/**
 * Whoever may use the table may use its key, through DynamoDB and no other way: the policy of the key that AWS keeps
 * for DynamoDB says the same. So no function names the key, and no stack imports what a setting can take away.
 */
function createKey(scope: Construct, { deployment }: SingleTableProps): Key {
  const stack = Stack.of(scope);
  const key = new Key(scope, 'Key', {
    description: `Encrypts the table of Rapport, stage ${deployment.settings.stage}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': stack.account,
          'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com`,
        },
      },
    }),
  );
  return key;
}
