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
  /** What reads it from the beginning, as often as it is called; undefined when it is not there (any more). */
  open(key: string): Promise<(() => Promise<AsyncIterable<Uint8Array>>) | undefined>;
  /** Fine when it is not there. */
  remove(key: string): Promise<void>;
}

/**
 * @param options.mayList whether the function may list the bucket: then S3 tells that a file is missing, and a refusal is
 *   one. @default false
 */
export function createFileStore(
  client: S3Client,
  bucket: string,
  { mayList = false }: { readonly mayList?: boolean } = {},
): FileStore {
  const find = async (key: string) => {
    try {
      return (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body;
    } catch (error) {
      // Whoever may not list a bucket is not told that a key is missing, but refused:
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
      if (
        error instanceof NoSuchKey ||
        (!mayList && error instanceof S3ServiceException && error.name === 'AccessDenied')
      )
        return undefined;
      throw error;
    }
  };
  return {
    async put(key, content) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    },
    find: async (key) => (await find(key))?.transformToByteArray(),
    async open(key) {
      const stream = async () => (await find(key)) as AsyncIterable<Uint8Array> | undefined;
      const first = await stream();
      if (first === undefined) return undefined;
      let isRead = false;
      return async () => {
        const body = isRead ? await stream() : first;
        isRead = true;
        if (body === undefined) throw new Error(`${key} has gone while it was read`);
        return body;
      };
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
