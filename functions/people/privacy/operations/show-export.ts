import { notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { LinkSecrets } from '../../../../shared/messaging/links.ts';
import { linkOf, linkSubject, refusalOf, shownExport } from '../privacy.rules.ts';
import type { PersonExport } from '../privacy.schema.ts';
import type { PrivacyStore } from '../privacy.store.ts';

interface Context {
  readonly privacy: Pick<PrivacyStore, 'findExport'>;
  readonly links: Pick<LinkSecrets, 'tokenOf'>;
  readonly publicUrl: string;
  readonly origin: EventContext;
}

/** How far an export is; with its link while that opens the file. */
export async function showExport(
  exportId: string,
  { privacy, links, publicUrl, origin }: Context,
): Promise<PersonExport> {
  const found = await privacy.findExport(exportId);
  if (found === undefined) throw notFound('export');
  const { secretVersion } = found;
  if (secretVersion === undefined || refusalOf(found, origin.at) !== undefined)
    return shownExport(found, undefined);
  const token = await links.tokenOf(secretVersion, linkSubject(exportId));
  return shownExport(found, linkOf(publicUrl, exportId, token));
}
