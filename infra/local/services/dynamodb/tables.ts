/** What the templates say about tables, as the engine wants to hear it. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError, type Resource, type Template } from '../../cloud.ts';
import type { EngineClient } from './engine-client.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.string(),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const ignored = z.unknown().optional();
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  // Throughput and its graphs are not imitated: the engine takes all it can.
  ProvisionedThroughput: ignored,
  OnDemandThroughput: ignored,
  WarmThroughput: ignored,
  ContributorInsightsSpecification: ignored,
  WriteProvisionedThroughputSettings: ignored,
  WriteOnDemandThroughputSettings: ignored,
});
const properties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z.looseObject({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
  BillingMode: ignored,
  ProvisionedThroughput: ignored,
  OnDemandThroughput: ignored,
  WriteProvisionedThroughputSettings: ignored,
  WriteOnDemandThroughputSettings: ignored,
  WarmThroughput: ignored,
  PointInTimeRecoverySpecification: ignored,
  DeletionProtectionEnabled: ignored,
  SSESpecification: ignored,
  ContributorInsightsSpecification: ignored,
  TableClass: ignored,
  ResourcePolicy: ignored,
  Replicas: z.array(z.unknown()).max(1, 'more than one replica is not imitated').optional(),
  Tags: ignored,
});

const describedIndex = z.looseObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  IndexStatus: z.string().optional(),
});
const described = z.looseObject({
  Table: z.looseObject({
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.array(describedIndex).default([]),
    StreamSpecification: z.looseObject({ StreamViewType: z.string().optional() }).optional(),
  }),
});

type Properties = z.output<typeof properties>;

export interface Table {
  readonly name: string;
  readonly keyNames: readonly string[];
  readonly timeToLive: string | undefined;
  readonly definition: Properties;
}

export function readTables(template: Template): readonly Table[] {
  return template.ofType('AWS::DynamoDB::Table').map((resource) => {
    const definition = parse(resource);
    const { TimeToLiveSpecification: expiry } = definition;
    return {
      name: resource.ref,
      keyNames: definition.KeySchema.map((key) => key.AttributeName),
      timeToLive: expiry?.Enabled ? expiry.AttributeName : undefined,
      definition,
    };
  });
}

function parse(resource: Resource): Properties {
  const parsed = properties.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The local cloud cannot make the table ${resource.logicalId}:\n${z.prettifyError(parsed.error)}`,
  );
}

/** Creates the table, or adds the indexes a kept one lacks. Answers whether the table was there. */
export async function createTable(client: EngineClient, table: Table): Promise<{ existed: boolean }> {
  const { definition } = table;
  const existing = await describe(client, table.name);
  if (existing) {
    await addIndexes(client, table, existing);
    return { existed: true };
  }
  const view = definition.StreamSpecification?.StreamViewType;
  const global = definition.GlobalSecondaryIndexes.map(bareIndex);
  const local = definition.LocalSecondaryIndexes.map(bareIndex);
  await client.call('CreateTable', {
    TableName: table.name,
    KeySchema: definition.KeySchema,
    AttributeDefinitions: definition.AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
  });
  return { existed: false };
}

async function describe(client: EngineClient, name: string) {
  try {
    return described.parse(await client.call('DescribeTable', { TableName: name })).Table;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function addIndexes(
  client: EngineClient,
  table: Table,
  existing: z.output<typeof described>['Table'],
): Promise<void> {
  const { definition } = table;
  const view = definition.StreamSpecification?.StreamViewType;
  if (!isDeepStrictEqual(existing.KeySchema, definition.KeySchema)) throw changed(table, 'its keys');
  if (view !== existing.StreamSpecification?.StreamViewType) throw changed(table, 'its stream');
  const kept = new Map(existing.GlobalSecondaryIndexes.map((one) => [one.IndexName, one]));
  for (const wanted of definition.GlobalSecondaryIndexes.map(bareIndex)) {
    const old = kept.get(wanted.IndexName);
    if (!old) {
      await client.call('UpdateTable', {
        TableName: table.name,
        AttributeDefinitions: definition.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: wanted }],
      });
      await filled(client, table.name);
    } else if (!isDeepStrictEqual(comparable(old), comparable(wanted))) {
      throw changed(table, `its index ${wanted.IndexName}`);
    }
  }
}

/** DynamoDB Local fills a new index in its own time, and takes no second one meanwhile. */
async function filled(client: EngineClient, name: string): Promise<void> {
  for (;;) {
    const indexes = (await describe(client, name))?.GlobalSecondaryIndexes ?? [];
    if (indexes.every((one) => one.IndexStatus !== 'CREATING')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function bareIndex({ IndexName, KeySchema, Projection }: z.output<typeof index>) {
  return { IndexName, KeySchema, Projection };
}

function comparable({ KeySchema, Projection }: Pick<z.output<typeof index>, 'KeySchema' | 'Projection'>) {
  return [KeySchema, Projection.ProjectionType, Projection.NonKeyAttributes?.toSorted() ?? []];
}

function changed(table: Table, what: string): Error {
  return new Error(
    `The kept table ${table.name} differs from the template in ${what}, which DynamoDB cannot change in place. ` +
      'Delete the data folder (.local) and start again, or start with --memory.',
  );
}
