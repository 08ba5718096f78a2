/** Segments, and what customers are to them, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import { now } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Page } from '../../../shared/values/page.ts';
import { partAt, type Rule, readRule } from './operations/read-rule.ts';
import {
  segmentChanged,
  segmentCreated,
  segmentDeleted,
  segmentEntered,
  segmentFilled,
  segmentLeft,
} from './segments.events.ts';
import {
  type SegmentsRegister,
  segmentedItem,
  segmentItem,
  segmentsByName,
  segmentsRegisterItem,
  segmentWalkItem,
} from './segments.items.ts';
import type { SegmentedCustomer, SegmentRecord, SegmentSummary, SegmentWalk } from './segments.schema.ts';

const segmentEntity = entity({
  item: segmentItem,
  noun: 'segment',
  subject: ({ id, version }) => ({ segmentId: id, version }),
  created: segmentCreated,
  changed: segmentChanged,
  isGone: ({ deletedAt }) => deletedAt !== undefined,
});

/** That a customer comes into a segment, or leaves it. */
export interface Passage {
  readonly customerId: string;
  readonly segment: Rule;
  readonly isIn: boolean;
  /** Where in the rule it was decided; undefined of who is gone. */
  readonly clause?: string;
  readonly because: 'change' | 'time' | 'rule';
}

/** So long rules are taken to be as they were: all customers are held against a changed one only later. */
const freshSeconds = 5;

export type SegmentsStore = ReturnType<typeof createSegmentsStore>;

export function createSegmentsStore(table: Table) {
  const segments = segmentEntity(table);
  let read: { readonly at: Instant; readonly all: readonly Rule[] } | undefined;

  const findRegister = (): Promise<SegmentsRegister | undefined> => table.find(segmentsRegisterItem, {});
  const listAll = async (): Promise<readonly SegmentRecord[]> =>
    segments.findMany((await findRegister())?.ids ?? []);
  return {
    get: segments.get,
    find: segments.find,
    listAll,

    /** The rules as they were some seconds ago: for who asks for each customer of a crowd. */
    async listLately(): Promise<readonly Rule[]> {
      const at = now();
      if (read === undefined || Math.abs(Date.parse(at) - Date.parse(read.at)) > freshSeconds * 1000)
        read = { at, all: (await listAll()).map(readRule) };
      return read.all;
    },

    list: (page: PageRequest): Promise<Page<SegmentSummary>> => table.listSummaries(segmentsByName, {}, page),

    create: (segment: SegmentRecord, origin: EventContext): readonly Write[] =>
      segments.create(segment, origin),
    change: (before: SegmentRecord, after: SegmentRecord, origin: EventContext): readonly Write[] =>
      segments.change(before, after, origin),
    fill: (before: SegmentRecord, after: SegmentRecord, origin: EventContext): readonly Write[] =>
      segments.change(before, after, origin, { declaration: segmentFilled }),
    delete: (before: SegmentRecord, after: SegmentRecord, origin: EventContext): readonly Write[] =>
      segments.change(before, after, origin, { declaration: segmentDeleted }),

    findRegister,
    /** Beside every change of a rule: nobody else has changed one since the register was read. */
    saveRegister(before: SegmentsRegister | undefined, ids: readonly string[]): Write {
      const after = { version: (before?.version ?? 0) + 1, ids: [...ids] };
      return before === undefined
        ? insert(segmentsRegisterItem, after, { onConflict: 'retry' })
        : replace(segmentsRegisterItem, after, { ifVersion: before.version, onConflict: 'retry' });
    },

    findSegmented: (customerId: string): Promise<SegmentedCustomer | undefined> =>
      table.find(segmentedItem, { customerId }),

    /** What customers are to segments; nothing of who is in none. */
    findManySegmented: (customerIds: readonly string[]): Promise<readonly SegmentedCustomer[]> =>
      table.findMany(
        segmentedItem,
        customerIds.map((customerId) => ({ customerId })),
      ),

    /** What a customer is to segments from now on, unless somebody was faster; nothing is kept of who is in none. */
    saveSegmented(before: SegmentedCustomer | undefined, after: Omit<SegmentedCustomer, 'version'>): Write {
      if (before === undefined)
        return insert(segmentedItem, { ...after, version: 1 }, { onConflict: 'retry' });
      const write = { ifVersion: before.version, onConflict: 'retry' } as const;
      return Object.keys(after.places).length === 0
        ? remove(segmentedItem, before, write)
        : replace(segmentedItem, { ...after, version: before.version + 1 }, write);
    },

    /** The entry of the timeline that is the event of a passage. */
    tell({ customerId, segment, isIn, clause, because }: Passage, origin: EventContext): Write {
      const { id: segmentId, rule, filter } = segment;
      const what = isIn ? segmentEntered : segmentLeft;
      const asked =
        clause === undefined ? {} : { clause: { pointer: clause, filter: partAt(filter, clause) } };
      return changeEvent(`C#${customerId}`, what, { customerId, segmentId, rule, clause, because }, origin, {
        before: {},
        after: asked,
      });
    },

    findWalk: (segmentId: string, shard: number): Promise<SegmentWalk | undefined> =>
      table.find(segmentWalkItem, { segmentId, shard }),
    findWalks: (segmentId: string): Promise<readonly SegmentWalk[]> =>
      table.findMany(
        segmentWalkItem,
        shards.map((shard) => ({ segmentId, shard })),
      ),
    saveWalk: (before: SegmentWalk | undefined, after: SegmentWalk): Write =>
      before === undefined
        ? insert(segmentWalkItem, after, { onConflict: 'retry' })
        : replace(segmentWalkItem, after, { ifVersion: before.version, onConflict: 'retry' }),
  };
}
