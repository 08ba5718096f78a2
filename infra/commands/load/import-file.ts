/** An import by the API, from the file on this machine to the file of its refused rows. */
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importsContract } from '../../../functions/customers/imports/imports.contract.ts';
import type { Import, NewImport, Outcome } from '../../../functions/customers/imports/imports.schema.ts';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import type { ReplyOf } from '../../../shared/contract/route.ts';

export type ImportsApi = Client<{ imports: typeof importsContract }>['imports'];
export type Row = ReplyOf<(typeof importsContract)['routes']['listImportRows']>['body']['items'][number];

export function openApi(options: {
  readonly baseUrl: string;
  readonly token: string;
  readonly language: string;
}): ImportsApi {
  const { baseUrl, token, language } = options;
  return createClient({ imports: importsContract }, { baseUrl, token: () => token, language }).imports;
}

/** A request holds 1 MB, in which a file of bytes is a third longer. */
const mostInline = 600_000;

/** Begins an import of a file and has it read. Throws with the reason when it cannot be. */
export async function beginImport(
  api: ImportsApi,
  content: Buffer,
  told: Omit<NewImport, 'text' | 'base64'>,
): Promise<Import> {
  const isSmall = content.length <= mostInline;
  const inline = isSmall ? { base64: content.toString('base64') } : {};
  const { body: begun } = await api.createImport({ body: { ...told, ...inline } });
  if (begun.upload !== undefined) {
    const form = new FormData();
    for (const [name, value] of Object.entries(begun.upload.fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(content)]));
    const reply = await fetch(begun.upload.url, { method: 'POST', body: form });
    if (!reply.ok) throw new Error(reasonOf(await reply.text()));
    await api.startImport({ params: { importId: begun.id } });
  }
  const read = await whenDone(api, begun.id);
  if (read.failed !== undefined) throw new Error(read.failed);
  return read;
}

/** What S3 says in its XML. */
const reasonOf = (xml: string) => /<Message>([^<]*)<\/Message>/.exec(xml)?.[1] ?? xml;

const underWay: readonly Import['status'][] = ['reading', 'checking', 'running', 'reverting', 'cancelling'];

/** Waits until an import stands still. @param progress told how far it is meanwhile */
export async function whenDone(
  api: ImportsApi,
  importId: string,
  progress: (importing: Import) => void = () => undefined,
): Promise<Import> {
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 1000)) {
    const { body } = await api.getImport({ params: { importId } });
    progress(body);
    if (!underWay.includes(body.status)) return body;
    await sleep(pause);
  }
}

/** So many pages of rows are looked through for some that are shown. */
const mostPages = 5;

/** The first rows of an outcome of which there is something to say, and no more than are wanted. */
export async function firstRows(
  api: ImportsApi,
  importId: string,
  { of, outcome, wanted }: { of: 'check' | 'run'; outcome: Outcome; wanted: (row: Row) => boolean },
  most: number,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages && found.length < most; page += 1) {
    const query = { of, outcome, limit: 100, cursor };
    const { body } = await api.listImportRows({ params: { importId }, query });
    found.push(...body.items.filter(wanted));
    if (body.cursor === null) break;
    cursor = body.cursor;
  }
  return found.slice(0, most);
}

/** `people.csv` → `people.rejected.csv`. */
export const rejectedFileOf = (file: string) =>
  path.join(path.dirname(file), path.basename(file).replace(/(\.\w+)?$/, '.rejected.csv'));

/** Writes the refused rows beside the file; an earlier file of that name is replaced. */
export async function writeRejected(
  api: ImportsApi,
  importId: string,
  of: 'check' | 'run',
  file: string,
): Promise<void> {
  const { body } = await api.getRejectedRows({ params: { importId }, query: { of } });
  writeFileSync(file, '');
  for (const [index, { url }] of body.files.entries()) {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(reasonOf(await reply.text()));
    const text = Buffer.from(await reply.arrayBuffer()).toString();
    // Each has the names of the columns on its first line, which one file needs once.
    appendFileSync(file, index === 0 ? text : text.slice(text.indexOf('\n') + 1));
  }
}
