/** How S3 hands out an object: its headers, and the part of it that was asked for. */
import { type AwsCall, AwsError, type AwsReply } from '../../cloud.ts';
import type { ObjectFacts } from './object-store.ts';

const isChecksum = (name: string) => name.startsWith('x-amz-checksum-');

/** The checksums that came with the upload. */
export function checksumsOf(object: ObjectFacts): Record<string, string> {
  return Object.fromEntries(Object.entries(object.headers).filter(([name]) => isChecksum(name)));
}

/** What an answer says of an object besides its checksums and its length. */
export function headersOf({ headers, etag, modifiedAt }: ObjectFacts): Record<string, string> {
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !isChecksum(name))),
    etag: `"${etag}"`,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** The whole object with its checksums, or the one range that was asked for. */
export function part(call: AwsCall, object: ObjectFacts, body: Buffer): AwsReply {
  const headers = { ...headersOf(object), ...overrides(call.url.searchParams) };
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(call.headers.range ?? '') ?? [];
  const length = (bytes: Buffer) => ({ 'content-length': String(bytes.length) });
  if (!from && !to) {
    return { status: 200, headers: { ...headers, ...checksumsOf(object), ...length(body) }, body };
  }
  const end = body.length - 1;
  const first = from ? Number(from) : Math.max(0, body.length - Number(to));
  const last = from && to ? Math.min(Number(to), end) : end;
  if (first > last) throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable');
  const bytes = body.subarray(first, last + 1);
  const range = { 'content-range': `bytes ${first}-${last}/${body.length}`, ...length(bytes) };
  return { status: 206, headers: { ...headers, ...range }, body: bytes };
}

/** A presigned download may name its own headers. */
function overrides(query: URLSearchParams): Record<string, string> {
  const found = [...query].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(found.map(([name, value]) => [name.slice('response-'.length), value]));
}
