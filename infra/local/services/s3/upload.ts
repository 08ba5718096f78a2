/** The body of an upload: taken out of its chunks, and checked against the checksums that came along. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { type AwsCall, AwsError } from '../../cloud.ts';

export interface Upload {
  readonly body: Buffer;
  /** To be kept with the object and sent back with it. */
  readonly headers: Record<string, string>;
}

const CHECKSUMS: Readonly<Record<string, (body: Buffer) => string>> = {
  'content-md5': (body) => createHash('md5').update(body).digest('base64'),
  'x-amz-checksum-crc32': (body) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum.toString('base64');
  },
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest('base64'),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest('base64'),
};

const KEPT =
  /^(?:content-(?:type|disposition|language)|cache-control|expires|x-amz-meta-.*|x-amz-checksum-(?:crc|sha).*)$/;

export function readUpload(call: AwsCall): Upload {
  const encodings = headerOf(call.headers, 'content-encoding')
    .split(',')
    .map((one) => one.trim());
  const chunked =
    encodings.includes('aws-chunked') ||
    headerOf(call.headers, 'x-amz-content-sha256').startsWith('STREAMING-');
  const { body, trailers } = chunked ? decodeChunks(call.body) : { body: call.body, trailers: {} };
  const expected = headerOf(call.headers, 'x-amz-decoded-content-length');
  if (expected !== '' && Number(expected) !== body.length) {
    throw new AwsError(400, 'IncompleteBody', `The body has ${body.length} bytes instead of ${expected}.`);
  }
  const all: Record<string, string> = { ...trailers };
  for (const name of Object.keys(call.headers)) all[name] = headerOf(call.headers, name);
  checkSums(all, body);
  const headers = Object.fromEntries(Object.entries(all).filter(([name]) => KEPT.test(name)));
  const encoding = encodings.filter((one) => one !== '' && one !== 'aws-chunked').join(', ');
  if (encoding !== '') headers['content-encoding'] = encoding;
  return { body, headers };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

function checkSums(headers: Record<string, string>, body: Buffer): void {
  for (const [name, digest] of Object.entries(CHECKSUMS)) {
    const claimed = headers[name];
    // A presigned upload carries the checksum of an empty body in its address, never in a header.
    if (claimed === undefined || claimed === digest(body)) continue;
    throw new AwsError(400, 'BadDigest', `The ${name} you specified did not match what we received.`);
  }
}

/**
 * `aws-chunked`: per chunk its length in hexadecimal (and a signature), then the bytes; a chunk of no bytes ends
 * the body, and trailers follow. Source: S3 API reference, "Signature calculations: transferring payload in
 * multiple chunks".
 */
export function decodeChunks(encoded: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let place = 0;
  const line = (): string => {
    const end = encoded.indexOf('\r\n', place);
    if (end < 0) throw new AwsError(400, 'IncompleteBody', 'The chunks of the body end too early.');
    const text = encoded.toString('latin1', place, end);
    place = end + 2;
    return text;
  };
  for (;;) {
    const length = Number.parseInt(line(), 16);
    if (!(length >= 0)) throw new AwsError(400, 'InvalidRequest', 'The body is not in chunks.');
    if (length === 0) break;
    chunks.push(encoded.subarray(place, place + length));
    place += length;
    line();
  }
  const trailers: Record<string, string> = {};
  while (place < encoded.length) {
    const [name = '', ...value] = line().split(':');
    if (name !== '') trailers[name.trim().toLowerCase()] = value.join(':').trim();
  }
  return { body: Buffer.concat(chunks), trailers };
}
