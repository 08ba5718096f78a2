/**
 * Addresses under which others upload and download files of a bucket, and the files themselves. Loaded when it is needed:
 * the client of S3 is as large as all else that a function of routes is.
 */
import { GetObjectCommand, HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createS3Client } from './clients/s3.ts';
import { createFileStore, type FileStore } from './file-store.ts';

export interface FileLinks extends Pick<FileStore, 'find' | 'put'> {
  /**
   * A form that uploads one file under this key, of a size, and of a type, that S3 itself looks after. Like a link it ends
   * earlier where the credentials of the function that has signed it do, which Lambda renews every few hours.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
   */
  uploadForm(
    key: string,
    options: {
      /** From and to, in bytes. */
      readonly bytes: readonly [least: number, most: number];
      readonly seconds: number;
      readonly type?: string;
    },
  ): Promise<{
    readonly url: string;
    readonly fields: Record<string, string>;
    readonly expiresAt: string;
  }>;
  /** Whether a file is there, for a function that may list the bucket: S3 tells no other that one is missing. */
  isThere(key: string): Promise<boolean>;
  /** An address from which a file comes under this name, never to be shown. @param options by default it is CSV */
  downloadLink(
    key: string,
    options: { readonly name: string; readonly seconds: number; readonly type?: string },
  ): Promise<string>;
}

/** What `encodeURIComponent` leaves of what RFC 8187 allows in no name. */
function encodedName(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function createFileLinks(bucket: string): FileLinks {
  const client = createS3Client();
  const { find, put } = createFileStore(client, bucket);
  return {
    find,
    put,
    async uploadForm(key, { bytes, seconds, type }) {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Conditions: [
          ['content-length-range', ...bytes],
          ...(type === undefined ? [] : [['eq', '$Content-Type', type] as ['eq', string, string]]),
        ],
        ...(type === undefined ? {} : { Fields: { 'Content-Type': type } }),
        Expires: seconds,
      });
      return { url, fields, expiresAt: new Date(Date.now() + seconds * 1000).toISOString() };
    },
    async isThere(key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        throw error;
      }
    },
    downloadLink(key, { name, seconds, type = 'text/csv; charset=utf-8' }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentType: type,
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodedName(name)}`,
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
  };
}
