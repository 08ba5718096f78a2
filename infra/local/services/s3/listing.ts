/** S3 in XML. */
import type { AwsReply } from '../../cloud.ts';
import type { ObjectFacts } from './object-store.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function element(name: string, content: string | number | boolean): string {
  const text = String(content).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
  return `<${name}>${text}</${name}>`;
}

export function xmlReply(status: number, content: string): AwsReply {
  const headers = { 'content-type': 'application/xml' };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${content}` };
}

export function errorXml(code: string, message: string): string {
  return `<Error>${element('Code', code)}${element('Message', message)}</Error>`;
}

export function postedXml({
  bucket,
  key,
  etag,
}: {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}): string {
  const content = [element('Bucket', bucket), element('Key', key), element('ETag', `"${etag}"`)];
  return `<PostResponse>${content.join('')}</PostResponse>`;
}

/** A page of ListObjectsV2: keys after the token or `start-after`, with common prefixes up to a delimiter. */
export function listObjects(
  bucket: string,
  objects: readonly ObjectFacts[],
  query: URLSearchParams,
): AwsReply {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64').toString();
  const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const entries: string[] = [];
  const prefixes = new Set<string>();
  let [last, truncated] = ['', false];
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    // Keys below the common prefix with which the page before ended.
    if (common !== undefined && (prefixes.has(common) || after.startsWith(common))) {
      last = key;
      continue;
    }
    if (entries.length + prefixes.size === most) {
      truncated = true;
      break;
    }
    last = key;
    if (common === undefined) entries.push(describe(object));
    else prefixes.add(common);
  }
  const commons = [...prefixes].map((one) => `<CommonPrefixes>${element('Prefix', one)}</CommonPrefixes>`);
  const content = [
    element('Name', bucket),
    element('Prefix', prefix),
    ...(delimiter === '' ? [] : [element('Delimiter', delimiter)]),
    element('KeyCount', entries.length + prefixes.size),
    element('MaxKeys', most),
    element('IsTruncated', truncated),
    ...(truncated ? [element('NextContinuationToken', Buffer.from(last).toString('base64'))] : []),
    ...entries,
    ...commons,
  ];
  const space = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return xmlReply(200, `<ListBucketResult xmlns="${space}">${content.join('')}</ListBucketResult>`);
}

function describe(object: ObjectFacts): string {
  const content = [
    element('Key', object.key),
    element('LastModified', new Date(object.modifiedAt).toISOString()),
    element('ETag', `"${object.etag}"`),
    element('Size', object.size),
    element('StorageClass', 'STANDARD'),
  ];
  return `<Contents>${content.join('')}</Contents>`;
}
