/** S3 with path-style addresses: the calls a small product makes, with the errors and events of AWS. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type Resource,
} from '../../cloud.ts';
import { secretAccessKey } from '../lambda/function-settings.ts';
import { checksumsOf, headersOf, part } from './download.ts';
import { errorXml, listObjects, postedXml, xmlReply } from './listing.ts';
import { createObjectStore, type ObjectFacts, type ObjectStore } from './object-store.ts';
import { type PostedFile, readPost } from './post-object.ts';
import { readUpload } from './upload.ts';

export interface S3 extends AwsService {
  /** Keeps an object from inside, as another AWS service would. */
  put(bucketName: string, key: string, body: string): void;
}

interface Bucket {
  readonly name: string;
  readonly announces: boolean;
  readonly objects: ObjectStore;
}

const notifications = z
  .strictObject({
    EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }).optional(),
  })
  .optional();

export function createS3(cloud: Cloud): S3 {
  const buckets = new Map<string, Bucket>();
  for (const resource of cloud.template.ofType('AWS::S3::Bucket')) {
    const folder = cloud.directory && join(cloud.directory, 's3', resource.ref);
    const objects = createObjectStore(folder);
    buckets.set(resource.ref, { name: resource.ref, announces: readAnnounces(resource), objects });
  }

  function bucketOf(name: string): Bucket {
    const bucket = buckets.get(name);
    if (bucket) return bucket;
    throw new AwsError(404, 'NoSuchBucket', `The templates have no bucket ${name}.`);
  }

  function announce(bucket: Bucket, detailType: string, object: object, more: object): void {
    if (!bucket.announces) return;
    cloud.publish('default', {
      source: 'aws.s3',
      detailType,
      resources: [`arn:aws:s3:::${bucket.name}`],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        object: { ...object, sequencer: cloud.clock.now().toString(16).toUpperCase().padStart(16, '0') },
        'request-id': randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(),
        requester: cloud.accountId,
        'source-ip-address': '127.0.0.1',
        ...more,
      },
    });
  }

  function store(bucket: Bucket, key: string, body: Buffer, headers: Record<string, string>): ObjectFacts {
    const stored = bucket.objects.put({ key, modifiedAt: cloud.clock.now(), headers }, body);
    const object = { key, size: stored.size, etag: stored.etag };
    announce(bucket, 'Object Created', object, { reason: 'PutObject' });
    return stored;
  }

  const operations: Readonly<
    Record<string, (call: AwsCall, bucket: Bucket, key: string) => AwsReply | Promise<AwsReply>>
  > = {
    PutObject(call, bucket, key) {
      checkConditions(call, bucket.objects.find(key));
      const { body, headers } = readUpload(call);
      const stored = store(bucket, key, body, headers);
      return { status: 200, headers: { ...checksumsOf(stored), etag: `"${stored.etag}"` } };
    },
    async PostObject(call, bucket) {
      const { key, content, headers, success } = await readPost(
        call,
        bucket.name,
        cloud.clock.now(),
        secretOf,
      );
      const { etag } = store(bucket, key, content, headers);
      return posted({ bucket: bucket.name, key, etag }, success);
    },
    GetObject(call, bucket, key) {
      const object = objectOf(bucket, key);
      return part(call, object, bucket.objects.read(key));
    },
    HeadObject(_call, bucket, key) {
      const object = objectOf(bucket, key);
      return { status: 200, headers: { ...headersOf(object), 'content-length': String(object.size) } };
    },
    DeleteObject(_call, bucket, key) {
      if (bucket.objects.find(key)) {
        bucket.objects.remove(key);
        const more = { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' };
        announce(bucket, 'Object Deleted', { key }, more);
      }
      return { status: 204 };
    },
    ListObjectsV2: (call, bucket) => listObjects(bucket.name, bucket.objects.list(), call.url.searchParams),
    HeadBucket: () => ({ status: 200 }),
  };

  return {
    scopes: ['s3'],
    put(bucketName, key, body) {
      store(bucketOf(bucketName), key, Buffer.from(body), { 'content-type': 'application/octet-stream' });
    },
    operationOf,
    async handle(call) {
      checkPresigned(call.url, cloud.clock.now());
      const operation = operations[call.operation];
      if (!operation) {
        throw new AwsError(
          501,
          'NotImplemented',
          `S3 here does not know ${call.method} ${call.url.pathname}.`,
        );
      }
      const { bucket, key } = addressOf(call.url);
      return operation(call, bucketOf(bucket), key);
    },
    errorReply: (error) => xmlReply(error.status, errorXml(error.code, error.message)),
  };
}

/** Functions sign with the secret that they are started with; whoever else signs is the operator. */
function secretOf({ caller }: AwsCall): string | undefined {
  return caller.functionId === 'operator' ? undefined : secretAccessKey;
}

/** How S3 answers a form: 204, or as it says. */
function posted(
  { bucket, key, etag }: { readonly bucket: string; readonly key: string; readonly etag: string },
  { status, redirect }: PostedFile['success'],
): AwsReply {
  const headers = { etag: `"${etag}"` };
  if (redirect !== undefined && URL.canParse(redirect)) {
    const location = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` }))
      location.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: location.href } };
  }
  if (status === '201') return { ...xmlReply(201, postedXml({ bucket, key, etag })) };
  return { status: status === '200' ? 200 : 204, headers };
}

function readAnnounces(resource: Resource): boolean {
  const parsed = notifications.safeParse(resource.properties.NotificationConfiguration);
  if (parsed.success) return parsed.data?.EventBridgeConfiguration?.EventBridgeEnabled ?? false;
  const why = 'only EventBridgeConfiguration is imitated';
  throw new Error(`The local cloud cannot notify of objects in ${resource.logicalId}: ${why}.`);
}

function addressOf(url: URL): { bucket: string; key: string } {
  const [bucket = '', ...key] = url.pathname.slice(1).split('/');
  return { bucket, key: decodeURIComponent(key.join('/')) };
}

function operationOf(method: string, url: URL): string {
  const query = url.searchParams;
  const subresource = ['uploads', 'uploadId', 'delete', 'tagging', 'acl', 'versions'].find((name) =>
    query.has(name),
  );
  if (subresource !== undefined) return `${method} ?${subresource}`;
  if (addressOf(url).key !== '') {
    const names: Readonly<Record<string, string>> = {
      PUT: 'Put',
      GET: 'Get',
      HEAD: 'Head',
      DELETE: 'Delete',
    };
    return names[method] === undefined ? method : `${names[method]}Object`;
  }
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'POST') return 'PostObject';
  return method === 'HEAD' ? 'HeadBucket' : `${method} of a bucket`;
}

/** A presigned address holds for so many seconds of virtual time. */
function checkPresigned(url: URL, now: number): void {
  const [date, seconds] = [url.searchParams.get('X-Amz-Date'), url.searchParams.get('X-Amz-Expires')];
  if (date === null || seconds === null) return;
  const signedAt = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  if (now > signedAt + Number(seconds) * 1000) throw new AwsError(403, 'AccessDenied', 'Request has expired');
}

function objectOf(bucket: Bucket, key: string): ObjectFacts {
  const object = bucket.objects.find(key);
  if (object) return object;
  throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
}

function checkConditions(call: AwsCall, existing: ObjectFacts | undefined): void {
  const { 'if-none-match': none, 'if-match': match } = call.headers;
  const failed =
    (none === '*' && existing) || (match && existing && match.replaceAll('"', '') !== existing.etag);
  if (match && !existing) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (!failed) return;
  throw new AwsError(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}
