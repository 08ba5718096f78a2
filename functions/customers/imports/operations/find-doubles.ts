/** Comparing a whole file with itself, some parts at a time: a million rows take longer than one invocation has. */
import { type Check, placesOf } from '../imports.rules.ts';
import type { StoredImport } from '../imports.schema.ts';
import {
  createDoublesFinder,
  type Doubles,
  doublesFrom,
  hashesOf,
  StoredDoubles,
  StoredHashes,
} from './doubles.ts';
import { rowsIn, type Work } from './parts.ts';
import type { RowReader } from './read-row.ts';

/** So many parts of a file are compared at once, and kept as compared: what a step has time for. */
const partsCompared = 100;

/** Files read at once. */
const filesAtOnce = 10;

type Finding = Pick<Work, 'files' | 'hasTime'>;

/**
 * What stands in the file more than once; found before the first part, for all.
 *
 * @param begun when the check or run has begun, with the mapping of then
 * @returns undefined when that takes another step
 */
export async function doublesIn(
  importing: Pick<StoredImport, 'id' | 'chunk' | 'chunks'>,
  { of, begun, reader }: { readonly of: Check; readonly begun: string; readonly reader: RowReader },
  work: Finding,
): Promise<Doubles | undefined> {
  const places = placesOf(importing.id);
  const place = places.doubles(of);
  const kept = importing.chunk === 0 ? undefined : await work.files.find(place, StoredDoubles);
  if (kept !== undefined) return doublesFrom(kept);
  const finder = createDoublesFinder();
  let isFirst = true;
  for (let from = 0; from < importing.chunks; from += partsCompared) {
    const hashes = places.hashes(of, begun, from);
    let compared = await work.files.find(hashes, StoredHashes);
    if (compared === undefined) {
      if (!isFirst && !work.hasTime()) return undefined;
      isFirst = false;
      compared = await compare(importing, { from, reader }, work);
      // Of a short file it is found again in no time.
      if (importing.chunks > partsCompared) await work.files.put(hashes, compared);
    }
    finder.add(compared);
  }
  const found = finder.end();
  await work.files.put(place, found);
  return doublesFrom(found);
}

async function compare(
  importing: Pick<StoredImport, 'id' | 'chunk' | 'chunks'>,
  { from, reader }: { readonly from: number; readonly reader: RowReader },
  work: Finding,
): Promise<StoredHashes> {
  const compared: StoredHashes = { values: [], keys: [] };
  const end = Math.min(from + partsCompared, importing.chunks);
  for (let at = from; at < end; at += filesAtOnce) {
    const parts = Array.from({ length: Math.min(filesAtOnce, end - at) }, (_, index) =>
      rowsIn(importing, at + index, work),
    );
    for (const rows of await Promise.all(parts)) {
      const { values, keys } = hashesOf(rows, reader);
      for (const value of values) compared.values.push(value);
      for (const key of keys) compared.keys.push(key);
    }
  }
  return compared;
}
