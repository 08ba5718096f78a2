/** Exports and erasures in the one table, and everything that is kept of a customer, whoever keeps it. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext, EventDeclaration } from '../../../shared/events/event.ts';
import { hashOfToken, type LinkSecrets } from '../../../shared/messaging/links.ts';
import { anyItem } from '../../../shared/table/any-item.ts';
import { type Key, type StoredRecord, summaryOf } from '../../../shared/table/item.ts';
import type { AccessPattern } from '../../../shared/table/pattern.ts';
import {
  type ErasedRecord,
  keyOfRecord,
  type PersonalData,
  removed,
} from '../../../shared/table/personal-data.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { customerErased, erasureRequested, exportDownloaded, exportRequested } from './privacy.events.ts';
import {
  accessesOfCustomer,
  collectionOfCustomer,
  erasureItem,
  erasuresList,
  exportItem,
  exportsList,
  rowsOfCustomer,
} from './privacy.items.ts';
import {
  type ErasureQuery,
  type ErasureRecord,
  ErasureSummary,
  type ExportQuery,
  type ExportRecord,
  erasureOf,
} from './privacy.schema.ts';

export type PrivacyStore = ReturnType<typeof createPrivacyStore>;

export function createPrivacyStore(table: Pick<Table, 'find' | 'listRecords' | 'listSummaries' | 'commit'>) {
  return {
    /** Whether anything was ever kept of this customer, be they deleted. */
    async isKnown(customerId: string): Promise<boolean> {
      const page = { limit: 1, consistent: true };
      return (await table.listRecords(collectionOfCustomer, { customerId }, page)).rows.length > 0;
    },

    findExport: (id: string): Promise<ExportRecord | undefined> => table.find(exportItem, { id }),
    findErasure: (id: string): Promise<ErasureRecord | undefined> => table.find(erasureItem, { id }),

    listExports: ({ customerId, state, ...page }: ExportQuery) =>
      exportsList.page(table, { customerId, state }, page),

    /** Of one customer there is one at most, whose id follows from theirs: it stands in no list of its own. */
    async listErasures({ customerId, state, ...page }: ErasureQuery) {
      if (customerId === undefined) return erasuresList.page(table, { state }, page);
      const found = await this.findErasure(erasureOf(customerId));
      const isMeant = found !== undefined && (state === undefined || found.state === state);
      return { items: isMeant ? [ErasureSummary.parse(summaryOf(erasureItem, found))] : [], cursor: null };
    },

    requestExport: (value: ExportRecord, origin: EventContext): readonly Write[] => [
      insert(exportItem, value, { onConflict: 'retry' }),
      told(value.customerId, exportRequested, { exportId: value.id }, origin),
    ],

    changeExport: (before: ExportRecord, after: ExportRecord): Write =>
      replace(exportItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    tellDownload: ({ id, customerId }: ExportRecord, origin: EventContext): Write =>
      told(customerId, exportDownloaded, { exportId: id }, origin),

    requestErasure: (value: ErasureRecord, origin: EventContext): readonly Write[] => [
      insert(erasureItem, value, { onConflict: 'retry' }),
      told(value.customerId, erasureRequested, { erasureId: value.id }, origin),
    ],

    changeErasure: (before: ErasureRecord, after: ErasureRecord): Write =>
      replace(erasureItem, after, { ifVersion: before.version, onConflict: 'retry' }),

    tellErased: (customerId: string, origin: EventContext): Write =>
      told(customerId, customerErased, {}, origin),

    commit: (writes: readonly Write[]) => table.commit(writes),
  };
}

/** An entry of the trail, beside the customer: by ids, without values. */
function told(
  customerId: string,
  declaration: EventDeclaration,
  data: Readonly<Record<string, unknown>>,
  origin: EventContext,
): Write {
  const nothing = { before: {}, after: {} };
  return changeEvent(`C#${customerId}`, declaration, { customerId, ...data }, origin, nothing);
}

export type PeopleStore = ReturnType<typeof createPeopleStore>;

/** @param declarations one of each domain that keeps anything of people, see functions/personal-data.ts */
export function createPeopleStore(
  table: Table,
  { links, declarations }: { links: Pick<LinkSecrets, 'tokenOf'>; declarations: readonly PersonalData[] },
) {
  const items = new Map(declarations.flatMap((each) => each.items).map((each) => [each.item.name, each]));
  const readAll = async (pattern: AccessPattern, customerId: string): Promise<StoredRecord[]> => {
    const rows: StoredRecord[] = [];
    let cursor: string | undefined;
    do {
      const consistent = pattern.index === undefined;
      const page = { limit: 1000, cursor, consistent, withExpired: true };
      const read = await table.listRecords(pattern, { customerId, record: customerId }, page);
      rows.push(...read.rows);
      cursor = read.cursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  };
  const whole = (keys: readonly Key[]) =>
    table.findRecords(
      anyItem,
      keys.map(({ pk, sk }) => ({ pk, sk })),
      { withExpired: true },
    );
  return {
    /**
     * Everything that is kept of a customer, each item once, with what has expired and lies there still. What is found by another one stands before it, and the
     * profile last: who removes in this order can begin again wherever it ended.
     */
    async collect(customerId: string): Promise<readonly StoredRecord[]> {
      const [beside, rows, accesses] = await Promise.all([
        readAll(collectionOfCustomer, customerId),
        readAll(rowsOfCustomer, customerId),
        readAll(accessesOfCustomer, customerId),
      ]);
      const known = new Set(beside.map(nameOf));
      const others = await whole(rows.filter((row) => !known.has(nameOf(row))).map(keyOfRecord));
      const found = [...others, ...beside];
      const linkHashes = (await Promise.all(found.map((record) => linkHashOf(record, links)))).flatMap(
        (hash) => hash ?? [],
      );
      const finding = { customerId, found, linkHashes };
      const keys = declarations.flatMap(({ elsewhere }) => elsewhere?.(finding) ?? []);
      const elsewhere = (await whole(uniqueKeys(keys))).filter((record) => isOf(record, customerId));
      return uniqueRecords([...elsewhere, ...accesses, ...found]);
    },

    /** Other records of the same person. */
    async familyOf(customerId: string): Promise<readonly string[]> {
      const found = await Promise.all(declarations.map(({ family }) => family?.(customerId, table) ?? []));
      return found.flat();
    },

    /** The writes by which a customer is gone for everybody; none when they are. */
    async withdraw(customerId: string, origin: EventContext): Promise<readonly Write[]> {
      const writes = declarations.map((each) => each.withdraw?.(customerId, { table, origin }) ?? []);
      return (await Promise.all(writes)).flat();
    },

    /** What becomes of a record when its person is erased. Throws for a kind of item of which nobody has said it. */
    erase(record: StoredRecord, origin: EventContext): ErasedRecord {
      const declared = items.get(String(record.type));
      if (declared === undefined)
        throw new Error(`Nobody says what erasing leaves of ${record.type}: functions/personal-data.ts`);
      return declared.erase?.(record, { table, origin }) ?? removed(record);
    },
  };
}

async function linkHashOf(
  { link }: StoredRecord,
  links: Pick<LinkSecrets, 'tokenOf'>,
): Promise<string | undefined> {
  if (typeof link !== 'object' || link === null) return undefined;
  const { token, secretVersion, subject } = link as Record<string, unknown>;
  if (typeof token === 'string') return hashOfToken(token);
  return hashOfToken(await links.tokenOf(String(secretVersion), String(subject)));
}

/** What names a customer is theirs alone; what names none is found by something of theirs. */
function isOf({ customerId }: StoredRecord, wanted: string): boolean {
  return customerId === undefined || customerId === wanted;
}

const nameOf = (place: Readonly<Record<string, unknown>> | Key) => JSON.stringify([place.pk, place.sk]);

function uniqueKeys(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

function uniqueRecords(records: readonly StoredRecord[]): StoredRecord[] {
  return [...new Map(records.map((record) => [nameOf(record), record])).values()];
}
