/** The table of a cloud, for what no route writes: as an operator would reach it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable, type Table } from '../../shared/table/table.ts';
import type { OwnCloud } from './cloud.ts';

export function tableOf({ local, endpointUrl }: Pick<OwnCloud, 'local' | 'endpointUrl'>): Table {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  const client = new DynamoDBClient({ endpoint: endpointUrl, region: local.cloud.region, credentials });
  const resource = local.cloud.template.resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'));
  const options = { marshallOptions: { removeUndefinedValues: true } };
  return createTable(DynamoDBDocumentClient.from(client, options), resource?.ref ?? '');
}
