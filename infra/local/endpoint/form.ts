/** A form with a file (multipart/form-data, RFC 7578), as browsers post it to S3. */
import type { IncomingMessage } from 'node:http';

export interface PostedForm {
  /** By lower-case name: what stands before the file. */
  readonly fields: ReadonlyMap<string, string>;
  /** Undefined where there is none, or more than one. */
  readonly file: { readonly name: string; readonly content: Buffer } | undefined;
}

/** The form of a request, undefined where it is none. */
export function readForm(headers: IncomingMessage['headers'], body: Buffer): PostedForm | undefined {
  const type = headers['content-type'] ?? '';
  const [, quoted, plain] = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const fields = new Map<string, string>();
  const files: NonNullable<PostedForm['file']>[] = [];
  for (const { name, fileName, content } of partsOf(body, Buffer.from(`--${boundary}`))) {
    if (name === 'file') files.push({ name: fileName ?? '', content });
    // What stands behind the file is not read by S3.
    else if (files.length === 0) fields.set(name.toLowerCase(), content.toString());
  }
  return { fields, file: files.length === 1 ? files[0] : undefined };
}

function* partsOf(body: Buffer, delimiter: Buffer) {
  const end = Buffer.from('\r\n\r\n');
  for (let at = body.indexOf(delimiter); at !== -1; ) {
    const begin = at + delimiter.length + 2;
    const next = body.indexOf(delimiter, begin);
    if (next === -1) return;
    const head = body.indexOf(end, begin);
    const headers = body.toString('utf8', begin, head);
    const name = /\bname="([^"]*)"/i.exec(headers)?.[1];
    const fileName = /\bfilename="([^"]*)"/i.exec(headers)?.[1];
    if (name !== undefined && head !== -1 && head < next)
      yield { name, fileName, content: body.subarray(head + end.length, next - 2) };
    at = next;
  }
}

/** Built, since it looks like a template that somebody forgot. */
const fileNamePlaceholder = `$${'{filename}'}`;

/** The key under which a form stores its file: `${filename}` in it stands for the name of the file. */
export function keyOfForm({ fields, file }: PostedForm): string {
  return (fields.get('key') ?? '').replaceAll(fileNamePlaceholder, file?.name ?? '');
}
