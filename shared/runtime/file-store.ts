/** Files in a bucket. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
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
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
