/** Values that stand in a file more than once, so that a check and a run decide alike, without keeping all of them. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { FileRow } from '../imports.schema.ts';
import type { ReadableRow, RowKey, RowReader } from './read-row.ts';

/** What stands in a file more than once: by hash, which says nothing of the value. */
export const StoredDoubles = z.strictObject({
  values: z.array(z.string()),
  /** The first line in which a row is found by this value, and the hash of the name there. */
  first: z.record(z.string(), z.tuple([z.int(), z.string()])),
});
export type StoredDoubles = z.infer<typeof StoredDoubles>;

/** Which values that matter to later rows were taken or given up, and by which line. */
export const StoredClaims = z.strictObject({
  claimed: z.record(z.string(), z.int()),
  freed: z.record(z.string(), z.int()),
  touched: z.record(z.string(), z.int()),
});
export type StoredClaims = z.infer<typeof StoredClaims>;

export const noClaims = (): StoredClaims => ({ claimed: {}, freed: {}, touched: {} });

export interface Doubles {
  /** Whether the value of this hash stands in several rows. */
  has(hash: string): boolean;
  /** The first row that is found by it; undefined where there is no other. */
  first(key: RowKey): FirstRow | undefined;
}

interface FirstRow {
  readonly line: number;
  /** Whether a row says another name; one that says none does not. */
  isOther(row: Pick<ReadableRow, 'input'>): boolean;
}

export const noDoubles: StoredDoubles = { values: [], first: {} };

export function doublesFrom({ values, first }: StoredDoubles): Doubles {
  const known = new Set(values);
  return {
    has: (hash) => known.has(hash),
    first(key) {
      const found = first[hashOf(key)];
      if (found === undefined) return undefined;
      const [line, name] = found;
      return { line, isOther: (row) => new Set([name, nameHash(row), noName]).size === 3 };
    },
  };
}

/** Of a row that says no name. */
const noName = '0';

function nameHash({ input }: Pick<ReadableRow, 'input'>): string {
  const name = input.name?.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return name === undefined ? noName : hexOf(['name', name]);
}

/** Eight bytes: of four million values two meet by chance once in a million files. */
function hexOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readBigUInt64BE().toString(16);
}

/** The value in the words of the files above. */
export function hashOf({ kind, value }: RowKey): string {
  return hexOf([kind, ...value]);
}

/** The unique values that a row brings. */
export function valuesOf({ input }: Pick<ReadableRow, 'input'>): RowKey[] {
  const { email, otherEmails, phone, otherPhones, externalIds = [], custom } = input;
  const emails = [email, ...(otherEmails ?? []).map((other) => other.email)];
  const phones = [phone, ...(otherPhones ?? []).map((other) => other.phone)];
  return [
    ...externalIds.map(({ source, id }) => ({ kind: 'external' as const, value: [source, id] })),
    ...emails.flatMap((each) => (each ? [{ kind: 'email' as const, value: [each] }] : [])),
    ...phones.flatMap((each) => (each ? [{ kind: 'phone' as const, value: [each] }] : [])),
    // Which of them are unique is known to those who store them.
    ...Object.entries(custom ?? {}).map(([name, each]) => ({
      kind: 'custom' as const,
      value: [name, String(each)],
    })),
  ];
}

/** What is compared of some parts of a file, by hash, in the order of the lines. */
export const StoredHashes = z.strictObject({
  values: z.array(z.string()),
  /** By which a row is found, with its line and the hash of its name. */
  keys: z.array(z.tuple([z.string(), z.int(), z.string()])),
});
export type StoredHashes = z.infer<typeof StoredHashes>;

export function hashesOf(rows: readonly FileRow[], reader: Pick<RowReader, 'read'>): StoredHashes {
  const hashes: StoredHashes = { values: [], keys: [] };
  for (const row of rows) {
    const read = reader.read(row);
    if ('reasons' in read) continue;
    hashes.values.push(...valuesOf(read).map(hashOf));
    if (read.key !== undefined) hashes.keys.push([hashOf(read.key), read.line, nameHash(read)]);
  }
  return hashes;
}

/** Finds what stands more than once in parts that are added in their order, with some eight bytes for each value. */
export function createDoublesFinder() {
  const values = growing();
  const keys = growing();
  const lines: number[] = [];
  const names = growing();
  return {
    add(hashes: StoredHashes): void {
      for (const value of hashes.values) values.add(BigInt(`0x${value}`));
      for (const [key, line, name] of hashes.keys) {
        keys.add(BigInt(`0x${key}`));
        lines.push(line);
        names.add(BigInt(`0x${name}`));
      }
    },
    end(): StoredDoubles {
      const doubled = doubledAmong(values.all());
      const isDouble = new Set(doubled);
      const first: StoredDoubles['first'] = {};
      const namesOf = names.all();
      keys.all().forEach((key, index) => {
        if (isDouble.has(key))
          first[key.toString(16)] ??= [lines[index] ?? 0, (namesOf[index] ?? 0n).toString(16)];
      });
      return { values: doubled.map((value) => value.toString(16)), first };
    },
  };
}

function doubledAmong(values: BigUint64Array): bigint[] {
  const sorted = values.slice().sort();
  const doubled: bigint[] = [];
  for (let at = 1; at < sorted.length; at += 1) {
    const value = sorted[at] ?? 0n;
    if (value === sorted[at - 1] && value !== doubled.at(-1)) doubled.push(value);
  }
  return doubled;
}

function growing() {
  let values = new BigUint64Array(4096);
  let length = 0;
  return {
    add(value: bigint): void {
      if (length === values.length) {
        const larger = new BigUint64Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    all: () => values.subarray(0, length),
  };
}
