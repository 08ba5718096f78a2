import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { houseSettings } from './house-settings.ts';

export function createDynamoClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(houseSettings), {
    marshallOptions: { removeUndefinedValues: true },
  });
}
