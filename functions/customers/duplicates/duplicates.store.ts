/** Blocks and pairs of duplicates in the one table. */
import { isDeepStrictEqual } from 'node:util';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { hashOfParts } from '../../../shared/table/key.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { customerStays } from '../customers/index.ts';
import { duplicateDismissed, duplicateReopened, duplicateSettingsChanged } from './duplicates.events.ts';
import {
  customersInBlock,
  duplicateBlockItem,
  duplicateRecordItem,
  duplicateSettingsItem,
  duplicateSettingsRestorable,
  openPairs,
  openPairsOfNobody,
  openPairsOfOwner,
  pairSideItem,
  pairsOfCustomer,
} from './duplicates.items.ts';
import {
  type DuplicateRecord,
  type DuplicateSettings,
  defaultSettings,
  type PairSide,
} from './duplicates.schema.ts';

/** What is kept of a customer in blocks, without its version. */
export type Blocked = Pick<DuplicateRecord, 'blocks' | 'facts' | 'customer'>;

/** Of a block that holds more, the newest are compared: what so many have in common tells nobody apart. */
const mostOfBlock = 50;

export type DuplicatesStore = ReturnType<typeof createDuplicatesStore>;

export function createDuplicatesStore(table: Table) {
  return {
    findRecord: (customerId: string): Promise<DuplicateRecord | undefined> =>
      table.find(duplicateRecordItem, { customerId }),

    /**
     * The writes by which the blocks hold `after` of a customer in place of `before`; nothing where that is the same. On the
     * version of the record, so whoever has read older things of the customer loses and reads again.
     */
    changeBlocks(
      customerId: string,
      before: DuplicateRecord | undefined,
      after: Blocked | undefined,
    ): readonly Write[] {
      if (isDeepStrictEqual(contentOf(before), contentOf(after))) return [];
      const kept = new Set(after?.blocks);
      const gone = (before?.blocks ?? []).filter((block) => !kept.has(block));
      return [
        ...recordWrites(customerId, before, after),
        ...gone.map((block) => remove(duplicateBlockItem, { block: hashOfBlock(block), customerId })),
        ...(after?.blocks ?? []).map((block) => {
          const { facts, customer } = after as Blocked;
          return put(duplicateBlockItem, { block: hashOfBlock(block), customerId, facts, customer });
        }),
      ];
    },

    /** Who shares a block with the customer: a query for each block. */
    async candidates(customerId: string, blocks: readonly string[], { consistent }: { consistent: boolean }) {
      const pages = await Promise.all(
        blocks.map((block) =>
          table.listItems(
            customersInBlock,
            { block: hashOfBlock(block) },
            { limit: mostOfBlock, consistent },
          ),
        ),
      );
      const found = new Map(pages.flatMap(({ items }) => items).map((item) => [item.customerId, item]));
      found.delete(customerId);
      return [...found.values()];
    },

    /** The pairs of a customer, dismissed ones among them. */
    async listSides(customerId: string): Promise<readonly PairSide[]> {
      const page = { limit: 100, consistent: true };
      return (await table.listItems(pairsOfCustomer, { customerId }, page)).items;
    },

    findSide: (customerId: string, otherId: string): Promise<PairSide | undefined> =>
      table.find(pairSideItem, { customerId, otherId }),

    /** Both sides of a new pair, while both customers are there. */
    pair: (side: PairSide): readonly Write[] => [
      ...[side, otherSide(side)].map((each) => insert(pairSideItem, each, { onConflict: 'retry' })),
      customerStays(side.customerId),
      customerStays(side.otherId),
    ],

    /** Both sides of a pair as they are now. */
    change: (before: PairSide, after: PairSide): readonly Write[] =>
      [after, otherSide(after)].map((each) =>
        replace(pairSideItem, each, { ifVersion: before.version, onConflict: 'retry' }),
      ),

    part: ({ customerId, otherId }: PairSide): readonly Write[] => [
      remove(pairSideItem, { customerId, otherId }),
      remove(pairSideItem, { customerId: otherId, otherId: customerId }),
    ],

    /** What somebody has decided on a pair, in the timeline of the customer. */
    tell(
      before: PairSide | undefined,
      { customerId, otherId, status }: PairSide,
      origin: EventContext,
    ): Write {
      const declaration = status === 'dismissed' ? duplicateDismissed : duplicateReopened;
      const changes = fieldChanges({ status: before?.status }, { status });
      return changeEvent(
        keyOf(pairSideItem, { customerId, otherId }).pk,
        declaration,
        { customerId, otherId },
        origin,
        changes,
      );
    },

    /** Open pairs, the most probable first. @param owner of one of the customers, `none`; all when left out */
    listOpen(owner: string | ReadonlySet<string> | undefined, page: PageRequest) {
      if (owner === undefined) return table.listSummaries(openPairs, {}, page);
      if (owner === 'none') return table.listSummaries(openPairsOfNobody, {}, page);
      return table.listSummaries(openPairsOfOwner, { owner }, page);
    },

    getSettings: async (): Promise<DuplicateSettings> =>
      (await table.find(duplicateSettingsItem, {})) ?? defaultSettings,

    /** What fields of the settings were before a change. Throws what `valuesBefore` of shared/events throws. */
    settingsBefore: (present: DuplicateSettings, changeId: string) =>
      valuesBefore(
        {
          ...duplicateSettingsRestorable,
          ...{ changeId, present, subject: {} },
          collection: keyOf(duplicateSettingsItem, present).pk,
        },
        table,
      ),

    changeSettings(
      before: DuplicateSettings,
      after: DuplicateSettings,
      origin: EventContext,
    ): readonly Write[] {
      const changes = fieldChanges(before, after);
      const changed = changedNames(changes);
      if (changed.length === 0) return [];
      const data = { version: after.version, changed };
      return [
        before.version === defaultSettings.version
          ? insert(duplicateSettingsItem, after, { onConflict: 'retry' })
          : replace(duplicateSettingsItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(keyOf(duplicateSettingsItem, after).pk, duplicateSettingsChanged, data, origin, changes),
      ];
    },
  };
}

/** The same pair as it lies with the other customer. */
export function otherSide({ customerId, otherId, customer, other, ...pair }: PairSide): PairSide {
  return { ...pair, customerId: otherId, otherId: customerId, customer: other, other: customer };
}

/** The key of a block says nothing of anybody. */
export function hashOfBlock(block: string): string {
  return hashOfParts('block', block);
}

function contentOf(record: Blocked | undefined) {
  if (record === undefined) return undefined;
  const { blocks, facts, customer } = record;
  // What is stored has no fields without a value.
  return JSON.parse(JSON.stringify({ blocks, facts, customer }));
}

function recordWrites(
  customerId: string,
  before: DuplicateRecord | undefined,
  after: Blocked | undefined,
): readonly Write[] {
  if (after === undefined)
    return before === undefined
      ? []
      : [remove(duplicateRecordItem, before, { ifVersion: before.version, onConflict: 'retry' })];
  const version = (before?.version ?? 0) + 1;
  const record = { customerId, ...after, version };
  if (before === undefined)
    // Somebody may be erased between the reading and the writing, and must not come back.
    return [insert(duplicateRecordItem, record, { onConflict: 'retry' }), customerStays(customerId)];
  return [replace(duplicateRecordItem, record, { ifVersion: before.version, onConflict: 'retry' })];
}
