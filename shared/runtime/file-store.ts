/** Files in a bucket. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface FileStore {
  put(key: string, content: Uint8Array): Promise<void>;
  /** Undefined when it is not there (any more). */
  find(key: string): Promise<Uint8Array | undefined>;
  /** Fine when it is not there. */
  remove(key: string): Promise<void>;
}

export function createFileStore(client: S3Client, bucket: string): FileStore {
  return {
    async put(key, content) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    },
    async find(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        // Whoever may not list a bucket is not told that a key is missing, but refused:
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        if (
          error instanceof NoSuchKey ||
          (error instanceof S3ServiceException && error.name === 'AccessDenied')
        )
          return undefined;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
