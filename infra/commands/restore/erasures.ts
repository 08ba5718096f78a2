/** Erasures of which a restored table knows nothing: their tombstones lie in a bucket, and they are demanded once more. */
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { privacyDomain } from '../../../functions/people/privacy/privacy.domain.ts';
import { erasureRequested } from '../../../functions/people/privacy/privacy.events.ts';
import { erasureOf, Tombstone, tombstoneFolder } from '../../../functions/people/privacy/privacy.schema.ts';
import { changeEvent } from '../../../shared/events/change-event.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { hashOfToken } from '../../../shared/messaging/links.ts';
import { type ItemDeclaration, type StoredRecord, toRecord } from '../../../shared/table/item.ts';
import type { Instant } from '../../../shared/values/instant.ts';

export interface Erasures {
  readonly isErased: (customerId: string) => boolean;
  /** Is shown every record of the restored table. */
  readonly see: (record: StoredRecord) => void;
  /** For each customer of whom something is there again, the records by which they are erased again. */
  readonly demandedAgain: (now: Instant) => readonly (readonly StoredRecord[])[];
}

export const noErasures: Erasures = { isErased: () => false, see: () => {}, demandedAgain: () => [] };

/** Reads every tombstone of a bucket. */
export async function readTombstones(client: S3Client, bucket: string): Promise<Tombstone[]> {
  const tombstones: Tombstone[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: tombstoneFolder },
  )) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      tombstones.push(Tombstone.parse(JSON.parse((await Body?.transformToString()) ?? '')));
    }
  }
  return tombstones;
}

const erasureItem = privacyDomain.items.find(({ name }) => name === 'erasure') as ItemDeclaration;

export function erasuresOf(tombstones: readonly Tombstone[]): Erasures {
  const byHash = new Map(tombstones.map((each) => [each.customerHash, each]));
  const found = new Set<string>();
  const known = new Set<string>();
  const tombstoneOf = (customerId: string) => byHash.get(hashOfToken(customerId));
  return {
    isErased: (customerId) => tombstoneOf(customerId) !== undefined,
    see({ pk, type, id }) {
      if (type === erasureItem.name) known.add(String(id));
      const [, customerId] = /^C#(customer_\w+)$/.exec(String(pk)) ?? [];
      if (customerId !== undefined && byHash.size > 0 && tombstoneOf(customerId)) found.add(customerId);
    },
    demandedAgain: (now) =>
      [...found].flatMap((customerId) => {
        const tombstone = tombstoneOf(customerId);
        // What the table knows of goes on by itself, or is done.
        if (tombstone === undefined || known.has(erasureOf(customerId))) return [];
        return [demanded(customerId, tombstone, now)];
      }),
  };
}

/** What was said back then is not kept outside the table. */
const reason = 'Erased before the table was restored';

function demanded(
  customerId: string,
  { customerHash: _, ...asked }: Tombstone,
  now: Instant,
): readonly StoredRecord[] {
  const id = erasureOf(customerId);
  const erasure = { id, version: 1, customerId, reason, ...asked, state: 'requested', counts: {} };
  const origin = systemContext('restore', id, now);
  const data = { erasureId: id, customerId };
  const told = changeEvent(`C#${customerId}`, erasureRequested, data, origin, { before: {}, after: {} });
  return [toRecord(erasureItem, erasure), told.record ?? {}];
}
