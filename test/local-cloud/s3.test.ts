import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterEach, describe, expect, it } from 'vitest';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import { decodeChunks } from '../../infra/local/services/s3/upload.ts';
import { aBucket, inTemporaryFolder, type Rig, region, startRig } from './rig.ts';

const Bucket = 'files';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(directory?: string, properties: object = {}) {
  const rig = await startRig({ resources: [aBucket(Bucket, properties)], directory });
  rigs.push(rig);
  const service = createS3(rig.cloud);
  rig.join(service);
  // No option but the address: path style follows from its being an IP.
  const s3 = new S3Client({ ...rig.client, maxAttempts: 1 });
  return {
    rig,
    service,
    s3,
    put: (Key: string, Body: string | Uint8Array, more: object = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: (Key: string, more: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more })),
    text: async (Key: string) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString(),
    list: (more: object = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...more })),
  };
}

describe('S3 objects', () => {
  it('come back byte by byte, with their type, their metadata and a checksum the SDK verifies', async () => {
    const { put, get, s3 } = await open();
    const Key = 'imports/王芳 & co/ä+b%.csv';
    const bytes = new Uint8Array(Array.from({ length: 1000 }, (_, n) => n % 256));
    const { ETag } = await put(Key, bytes, { ContentType: 'text/csv', Metadata: { owner: 'anna' } });
    const found = await get(Key);
    expect(await found.Body!.transformToByteArray()).toEqual(bytes);
    expect(found).toMatchObject({
      ETag,
      ContentType: 'text/csv',
      ContentLength: 1000,
      Metadata: { owner: 'anna' },
    });
    expect(found.ChecksumCRC32).toBeDefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ETag, ContentLength: 1000, ContentType: 'text/csv' });
  });

  it('are whole when they were streamed in chunks with trailers', async () => {
    const { s3, get } = await open();
    const rows = Array.from({ length: 3000 }, (_, n) => `row ${n} ${'x'.repeat(n % 20)}\r\n`);
    const Body = Readable.from(rows.map((row) => Buffer.from(row)));
    const ContentLength = Buffer.byteLength(rows.join(''));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength }));
    const found = await get('streamed');
    expect(await found.Body!.transformToString()).toBe(rows.join(''));
    expect(found.ContentEncoding).toBeUndefined();
  });

  it('are decoded from signed chunks, too', () => {
    const encoded =
      '4;chunk-signature=ab\r\nWiki\r\n5\r\npe\r\na\r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n';
    const { body, trailers } = decodeChunks(Buffer.from(encoded));
    expect(body.toString()).toBe('Wikipe\r\na');
    expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAA==' });
    expect(() => decodeChunks(Buffer.from('5\r\nab'))).toThrow(/too early/);
  });

  it('are refused when they do not fit their checksum', async () => {
    const { put } = await open();
    const wrong = put('a', 'hello', { ChecksumSHA256: Buffer.alloc(32).toString('base64') });
    await expect(wrong).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('are written once only when asked to', async () => {
    const { put, text } = await open();
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text('once')).toBe('first');
    await put('once', 'third');
    expect(await text('once')).toBe('third');
  });

  it.each([
    ['bytes=2-4', 'cde', 'bytes 2-4/10'],
    ['bytes=7-', 'hij', 'bytes 7-9/10'],
    ['bytes=-3', 'hij', 'bytes 7-9/10'],
    ['bytes=8-100', 'ij', 'bytes 8-9/10'],
  ])('answer the range %s', async (Range, expected, ContentRange) => {
    const { put, get } = await open();
    await put('letters', 'abcdefghij');
    const found = await get('letters', { Range });
    expect(found.ContentRange).toBe(ContentRange);
    expect(await found.Body!.transformToString()).toBe(expected);
  });

  it('are gone once deleted; deleting what is not there succeeds', async () => {
    const { put, get, s3 } = await open();
    await put('a', 'x');
    for (const _ of [1, 2]) await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await expect(get('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await put('range', 'abc');
    await expect(get('range', { Range: 'bytes=5-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('survive a restart', async () => {
    await inTemporaryFolder(async (folder) => {
      const before = await open(folder);
      await before.put('kept/a', 'x', { ContentType: 'text/plain' });
      await before.put('gone', 'x');
      await before.s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
      const after = await open(folder);
      expect((await after.list()).Contents?.map((object) => object.Key)).toEqual(['kept/a']);
      expect((await after.get('kept/a')).ContentType).toBe('text/plain');
    });
  });
});

describe('S3 listings', () => {
  it('go page by page in the order of bytes, complete and without doubles', async () => {
    const { put, list } = await open();
    const keys = ['a/1', 'a/2', 'b', 'é', 'z', '王'];
    for (const key of keys.toReversed()) await put(key, 'x');
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys: 2, ContinuationToken });
      seen.push(...(page.Contents ?? []).map((object) => object.Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(['a/1', 'a/2', 'b', 'z', 'é', '王']);
    expect((await list({ Prefix: 'a/', StartAfter: 'a/1' })).Contents?.map((object) => object.Key)).toEqual([
      'a/2',
    ]);
  });

  it('fold keys below a delimiter into prefixes, across pages', async () => {
    const { put, list } = await open();
    for (const key of ['a/1', 'a/2', 'b/1', 'c']) await put(key, 'x');
    const first = await list({ Delimiter: '/', MaxKeys: 2 });
    expect(first.CommonPrefixes?.map((one) => one.Prefix)).toEqual(['a/', 'b/']);
    expect(first.IsTruncated).toBe(true);
    const second = await list({ Delimiter: '/', ContinuationToken: first.NextContinuationToken });
    expect(second.CommonPrefixes).toBeUndefined();
    expect(second.Contents?.map((object) => object.Key)).toEqual(['c']);
  });
});

describe('S3 besides', () => {
  const signed = (rig: Rig, key: string, more: Record<string, string> = {}) => {
    const date = new Date(rig.cloud.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `Tester/${date.slice(0, 8)}/${region}/s3/aws4_request`,
      'X-Amz-Date': date,
      'X-Amz-Expires': '60',
      ...more,
    });
    return `${rig.client.endpoint}/${Bucket}/${key}?${query}`;
  };

  it('takes presigned addresses for upload and download until they expire in virtual time', async () => {
    const { rig, text } = await open();
    const upload = signed(rig, 'up.txt', { 'x-amz-checksum-crc32': 'AAAAAA==' });
    expect((await fetch(upload, { method: 'PUT', body: 'hello' })).status).toBe(200);
    expect(await text('up.txt')).toBe('hello');
    const download = signed(rig, 'up.txt', {
      'response-content-disposition': 'attachment; filename="a.txt"',
    });
    const reply = await fetch(download);
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
    expect(await reply.text()).toBe('hello');
    await rig.advance(61_000);
    const late = await fetch(download);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('<Code>AccessDenied</Code>');
  });

  it('tells the bus of new objects where the bucket says so', async () => {
    const NotificationConfiguration = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
    const { rig, put, service } = await open(undefined, { NotificationConfiguration });
    await put('in/a.csv', 'hello');
    service.put(Bucket, 'inside', 'x');
    expect(rig.published).toMatchObject([
      {
        bus: 'default',
        event: {
          source: 'aws.s3',
          detailType: 'Object Created',
          resources: ['arn:aws:s3:::files'],
          detail: {
            bucket: { name: Bucket },
            object: { key: 'in/a.csv', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' },
            reason: 'PutObject',
          },
        },
      },
      { event: { detail: { object: { key: 'inside' } } } },
    ]);
    const silent = await open();
    await silent.put('a', 'x');
    expect(silent.rig.published).toEqual([]);
  });
});

describe('S3 forms', () => {
  async function post(
    rig: Rig,
    key: string,
    conditions: object[],
    fields: Record<string, string>,
    file: string,
  ) {
    const client = new S3Client(rig.client);
    const signed = await createPresignedPost(client, {
      Bucket,
      Key: key,
      Conditions: conditions as never,
      Fields: fields,
      Expires: 60,
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(signed.fields)) form.set(name, value);
    form.set('file', new Blob([file]), 'people.csv');
    return {
      signed,
      form,
      send: () => fetch(signed.url, { method: 'POST', body: form, redirect: 'manual' }),
    };
  }
  const range = [['content-length-range', 1, 5]] as never;

  it('store a file as their policy says, and answer as they say', async () => {
    const { rig, text } = await open();
    const plain = await post(rig, 'in/a', range, {}, 'hello');
    expect((await plain.send()).status).toBe(204);
    expect(await text('in/a')).toBe('hello');
    const named = await post(rig, `in/$${'{filename}'}`, range, { success_action_status: '201' }, 'hi');
    const reply = await named.send();
    expect([reply.status, await reply.text()]).toEqual([
      201,
      expect.stringContaining('<Key>in/people.csv</Key>'),
    ]);
    const back = { success_action_redirect: 'http://desk.example/done' };
    const led = await (await post(rig, 'in/b', range, back, 'hi')).send();
    expect([led.status, led.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^http:\/\/desk\.example\/done\?bucket=files&key=in%2Fb&etag=/),
    ]);
  });

  it('are refused for a file that is too large or too small, another key, more fields, or too late', async () => {
    const { rig } = await open();
    const refusal = async (form: FormData, url: string) => {
      const reply = await fetch(url, { method: 'POST', body: form });
      return [reply.status, /<Code>(\w+)<\/Code>/.exec(await reply.text())?.[1]];
    };
    const large = await post(rig, 'a', range, {}, 'much too long');
    expect(await refusal(large.form, large.signed.url)).toEqual([400, 'EntityTooLarge']);
    const small = await post(rig, 'a', range, {}, '');
    expect(await refusal(small.form, small.signed.url)).toEqual([400, 'EntityTooSmall']);
    const other = await post(rig, 'a', range, {}, 'x');
    other.form.set('key', 'b');
    expect(await refusal(other.form, other.signed.url)).toEqual([403, 'AccessDenied']);
    const more = await post(rig, 'a', range, {}, 'x');
    const form = new FormData();
    form.set('x-amz-meta-more', '1');
    for (const [name, value] of more.form) form.append(name, value);
    expect(await refusal(form, more.signed.url)).toEqual([403, 'AccessDenied']);
    const none = await post(rig, 'a', range, {}, 'x');
    none.form.delete('file');
    expect(await refusal(none.form, none.signed.url)).toEqual([400, 'InvalidArgument']);
    const late = await post(rig, 'a', range, {}, 'x');
    await rig.advance(61_000);
    expect(await refusal(late.form, late.signed.url)).toEqual([403, 'AccessDenied']);
  });
});
