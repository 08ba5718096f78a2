import type { EventContext } from '../../../../shared/events/event.ts';
import { hashOfToken, isToken } from '../../../../shared/messaging/links.ts';
import type { FileStore } from '../../../../shared/runtime/file-store.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { unseal } from '../../../../shared/values/sealing.ts';
import { fileOf, refusalOf } from '../privacy.rules.ts';
import { type ExportRecord, PersonFile } from '../privacy.schema.ts';
import type { PrivacyStore } from '../privacy.store.ts';

interface Link {
  readonly exportId: string;
  readonly token: string;
}

interface Context {
  readonly privacy: Pick<PrivacyStore, 'findExport' | 'changeExport' | 'tellDownload'>;
  readonly files: Pick<FileStore, 'find'>;
  readonly origin: EventContext;
}

/** Why a link hands nothing out. */
export interface Refusal {
  readonly kind: 'unknown' | 'gone' | 'used-up';
}

/** What whoever follows the link of an export gets to see. */
export type DownloadView = Refusal | { readonly kind: 'open'; readonly expiresAt: string };

/** What a link leads to; records nothing. */
export async function showDownload(link: Link, context: Context): Promise<DownloadView> {
  const found = await open(link, context);
  return 'kind' in found ? found : { kind: 'open', expiresAt: found.expiresAt ?? '' };
}

/** The file, which is counted and told of in the trail as handed out; or why it is not. */
export async function handOut(
  link: Link,
  context: Context,
): Promise<{ readonly refusal: Refusal } | { readonly file: PersonFile; readonly writes: readonly Write[] }> {
  const found = await open(link, context);
  if ('kind' in found) return { refusal: found };
  const sealed = await context.files.find(fileOf(found.id));
  if (sealed === undefined) return { refusal: { kind: 'gone' } };
  const file = PersonFile.parse(JSON.parse(unseal(sealed, link.token, found.id).toString()));
  const after = { ...found, version: found.version + 1, downloads: found.downloads + 1 };
  // Nobody says who follows a link: it was given away by whoever has asked for the file.
  const origin = { ...context.origin, actor: { kind: 'system', id: 'privacy-download' } as const };
  return {
    file,
    writes: [context.privacy.changeExport(found, after), context.privacy.tellDownload(found, origin)],
  };
}

async function open(
  { exportId, token }: Link,
  { privacy, origin }: Context,
): Promise<ExportRecord | Refusal> {
  const found = isToken(token) ? await privacy.findExport(exportId) : undefined;
  if (found === undefined || found.hash !== hashOfToken(token)) return { kind: 'unknown' };
  const refusal = refusalOf(found, origin.at);
  if (refusal === undefined) return found;
  return { kind: refusal === 'used-up' ? 'used-up' : 'gone' };
}
