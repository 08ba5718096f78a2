/** What stands in the file of an export, and what an erasure proves. */
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import {
  type Cleaned,
  type Erasure,
  type ErasureRecord,
  type ExportRecord,
  maximumDownloads,
  type PersonExport,
  type PersonFile,
  type Remains,
  type Tombstone,
  tombstoneFolder,
} from './privacy.schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What is no data of the person: where an item lies and how long, copies of its fields for lists, what events are carried
 * and ordered by, and what would let whoever reads the file act by one of the links.
 */
const ofTheTable = [
  'pk',
  'sk',
  'type',
  'v',
  'summary',
  'event',
  'collection',
  'entity',
  'expires',
  'forgetAt',
  'sourceVersion',
];
const ofEvents = ['correlationId', 'causationId', 'hops'];
const secrets = ['hash', 'link', 'writer', 'secretVersion'];
const left = new Set([
  ...ofTheTable,
  ...ofEvents,
  ...secrets,
  ...['gsi1', 'gsi2', 'gsi3'].flatMap((index) => [`${index}pk`, `${index}sk`]),
]);

/** Everything that was found of a person, by kind. */
export function personFile(
  found: readonly Fields[],
  { customerId, at }: { readonly customerId: string; readonly at: Instant },
): PersonFile {
  const kinds = Map.groupBy(found, ({ type }) => String(type));
  return {
    ...{ format: 'rapport-person/1', customerId, madeAt: at },
    stores: [...kinds].toSorted().map(([kind, items]) => ({
      ...{ store: 'table', kind },
      items: items.map(ofThePerson),
    })),
  };
}

function ofThePerson(item: Fields): Fields {
  const { envelope, ...fields } = Object.fromEntries(
    Object.entries(item).filter(([name]) => !left.has(name)),
  );
  return envelope === undefined ? fields : { ...fields, envelope: ofThePerson(Object(envelope)) };
}

/** Why a file is not handed out (any more); undefined when it is. */
export function refusalOf(
  { state, expiresAt, downloads }: Pick<ExportRecord, 'state' | 'expiresAt' | 'downloads'>,
  now: Instant,
): 'not-ready' | 'expired' | 'used-up' | undefined {
  if (state !== 'ready' || expiresAt === undefined) return 'not-ready';
  if (expiresAt <= now) return 'expired';
  return downloads >= maximumDownloads ? 'used-up' : undefined;
}

export function shownExport(
  { hash, secretVersion, ...shown }: ExportRecord,
  link: string | undefined,
): PersonExport {
  return link === undefined ? shown : { ...shown, link };
}

/** How long backups of the table reach back, which is the most that AWS keeps: see the data stack. */
const backupDays = 35;
/** Records that could not be published lie in a bucket for so long, see the data stack. */
const unpublishedDays = 30;
const replyDays = 1;

/** The proof. */
export function shownErasure({ counts, waitsUntil, ...shown }: ErasureRecord): Erasure {
  const stores = Object.entries(counts)
    .toSorted()
    .map(([name, numbers]): Cleaned => {
      const [store, kind = ''] = name.split(':');
      return { store: store === 'files' ? 'files' : 'table', kind, ...numbers };
    });
  return { ...shown, stores, remains: shown.doneAt === undefined ? [] : remainsAfter(shown.doneAt) };
}

function remainsAfter(doneAt: Instant): Remains[] {
  const after = (days: number) => instantAfter(doneAt, { days });
  return [
    ...(['trail', 'suppressions', 'answers', 'mails'] as const).map((what) => ({ what, until: null })),
    { what: 'replies', until: after(replyDays) },
    { what: 'unpublished', until: after(unpublishedDays) },
    { what: 'backups', until: after(backupDays) },
  ];
}

/** What is added to the counts of an erasure. */
export function counted(
  counts: ErasureRecord['counts'],
  added: readonly { readonly name: string; readonly result: 'removed' | 'cleaned' }[],
): ErasureRecord['counts'] {
  const sums = { ...counts };
  for (const { name, result } of added) {
    const before = sums[name] ?? { removed: 0, cleaned: 0, kept: 0 };
    sums[name] = { ...before, [result]: before[result] + 1 };
  }
  return sums;
}

/** What is found at the end, and says nothing of the customer but the id. */
export function keptOf(counts: ErasureRecord['counts'], names: readonly string[]): ErasureRecord['counts'] {
  const sums = { ...counts };
  for (const name of names) {
    const before = sums[name] ?? { removed: 0, cleaned: 0, kept: 0 };
    sums[name] = { ...before, kept: before.kept + 1 };
  }
  return sums;
}

/** Where the file of an export lies in its bucket. */
export function fileOf(exportId: string): string {
  return `exports/${exportId}`;
}

/** The link by which the file of an export is handed out. */
export function linkOf(publicUrl: string, exportId: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/e/${exportId}/${token}`;
}

/** What the token of an export's link is computed from. */
export function linkSubject(exportId: string): string {
  return `export/${exportId}`;
}

/** What tells of an erasure outside the table, and where: by the hash of the customer, so that it names nobody. */
export function tombstoneOf(
  { customerId, requestedBy, requestedAt, dueAt }: ErasureRecord,
  hash: (text: string) => string,
): { readonly key: string; readonly content: string } {
  const customerHash = hash(customerId);
  const tombstone: Tombstone = { customerHash, requestedBy, requestedAt, dueAt };
  return { key: `${tombstoneFolder}${customerHash}.json`, content: JSON.stringify(tombstone) };
}
