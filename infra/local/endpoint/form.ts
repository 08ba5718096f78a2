/** A form with a file, as browsers post it to S3. */
import type { IncomingMessage } from 'node:http';
import { isMultipart, readMultipart } from '../../../shared/runtime/multipart.ts';

export interface PostedForm {
  /** By lower-case name: what stands before the file. */
  readonly fields: ReadonlyMap<string, string>;
  /** Undefined where there is none, or more than one. */
  readonly file: { readonly name: string; readonly content: Buffer } | undefined;
}

/** The form of a request, undefined where it is none. */
export async function readForm(
  headers: IncomingMessage['headers'],
  body: Buffer<ArrayBuffer>,
): Promise<PostedForm | undefined> {
  const type = headers['content-type'];
  const form = isMultipart(type) ? await readMultipart(type ?? '', body) : undefined;
  if (form === undefined) return undefined;
  const fields = new Map<string, string>();
  const files: NonNullable<PostedForm['file']>[] = [];
  for (const [name, value] of form) {
    if (typeof value !== 'string')
      files.push({ name: value.name, content: Buffer.from(await value.arrayBuffer()) });
    // What stands behind the file is not read by S3.
    else if (files.length === 0) fields.set(name.toLowerCase(), value);
  }
  return { fields, file: files.length === 1 ? files[0] : undefined };
}

/** Built, since it looks like a template that somebody forgot. */
const fileNamePlaceholder = `$${'{filename}'}`;

/** The key under which a form stores its file: `${filename}` in it stands for the name of the file. */
export function keyOfForm({ fields, file }: PostedForm): string {
  return (fields.get('key') ?? '').replaceAll(fileNamePlaceholder, file?.name ?? '');
}
