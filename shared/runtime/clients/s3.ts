import { S3Client } from '@aws-sdk/client-s3';
import { houseSettings } from './house-settings.ts';

export function createS3Client(): S3Client {
  return new S3Client(houseSettings);
}
