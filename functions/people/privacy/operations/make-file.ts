import { hashOfToken, type LinkSecrets } from '../../../../shared/messaging/links.ts';
import type { FileStore } from '../../../../shared/runtime/file-store.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { seal } from '../../../../shared/values/sealing.ts';
import { fileOf, linkSubject, personFile } from '../privacy.rules.ts';
import type { ExportRecord } from '../privacy.schema.ts';
import type { PeopleStore, PrivacyStore } from '../privacy.store.ts';

interface Context {
  readonly privacy: Pick<PrivacyStore, 'findExport' | 'changeExport' | 'commit'>;
  readonly people: Pick<PeopleStore, 'collect' | 'familyOf'>;
  readonly files: FileStore;
  readonly links: LinkSecrets;
  /** The link opens the file so long. */
  readonly exportDays: number;
  readonly now: string;
}

/**
 * A function answers no more than 6 MB, in which the quotes of the file are escaped once more:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const largestFile = 4_500_000;

/**
 * Makes the file of an export, once: everything of the customer, sealed with the token of its link. What comes twice
 * finds it made; who was erased meanwhile has none. Replies remembered for repeated requests are copies of what it holds.
 */
export async function makeFile(exportId: string, context: Context): Promise<ExportRecord['state'] | 'gone'> {
  const { privacy, people, files, links, exportDays, now } = context;
  const before = await privacy.findExport(exportId);
  if (before === undefined) {
    await files.remove(fileOf(exportId));
    return 'gone';
  }
  if (before.state !== 'requested') return before.state;
  const { customerId, version } = before;
  const ids = [customerId, ...(await people.familyOf(customerId))];
  const collected = await Promise.all(ids.map((id) => people.collect(id)));
  const found = collected.flat().filter(({ type }) => type !== 'idempotency');
  const content = Buffer.from(JSON.stringify(personFile(found, { customerId, at: now })));
  const after = { ...before, version: version + 1, items: found.length };
  if (content.length > largestFile) {
    await privacy.commit([privacy.changeExport(before, { ...after, state: 'failed' })]);
    return 'failed';
  }
  const secretVersion = await links.currentVersion();
  const token = await links.tokenOf(secretVersion, linkSubject(exportId));
  await files.put(fileOf(exportId), seal(content, token, exportId));
  const expiresAt = instantAfter(now, { days: exportDays });
  const ready = { state: 'ready', readyAt: now, expiresAt, secretVersion, hash: hashOfToken(token) } as const;
  await privacy.commit([privacy.changeExport(before, { ...after, ...ready })]);
  return 'ready';
}
