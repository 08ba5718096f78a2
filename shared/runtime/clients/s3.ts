import { S3Client } from '@aws-sdk/client-s3';
import { houseSettings } from './house-settings.ts';

/** Files are larger than what other services are sent: they have longer to travel. */
export function createS3Client(): S3Client {
  const requestHandler = { ...houseSettings.requestHandler, requestTimeout: 20_000 };
  return new S3Client({ ...houseSettings, requestHandler });
}
