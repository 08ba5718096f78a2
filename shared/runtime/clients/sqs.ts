import { SQSClient } from '@aws-sdk/client-sqs';
import { houseSettings } from './house-settings.ts';

export function createSqsClient(): SQSClient {
  return new SQSClient(houseSettings);
}
