/** Reading the trail from the one table. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { changesOfCollection } from '../../../shared/events/restore.ts';
import { kindShards } from '../../../shared/events/trail.ts';
import { anyItem } from '../../../shared/table/any-item.ts';
import type { StoredRecord } from '../../../shared/table/item.ts';
import { anyOf } from '../../../shared/table/pattern.ts';
import { recentMonths, spanOfMonth } from '../../../shared/table/periods.ts';
import type { PageRequest, RowsPage } from '../../../shared/table/query.ts';
import { readable } from '../../../shared/table/readable.ts';
import type { Table } from '../../../shared/table/table.ts';
import * as audited from '../../audited.ts';
import {
  accessesOfRecord,
  auditEntry,
  deletionsOfKind,
  entriesOfActor,
  entriesOfKind,
} from './audit.items.ts';
import type { AuditQuestion } from './audit.rules.ts';
import type { AuditPage } from './audit.schema.ts';

/** By kind as the types of events spell it. */
const trails = new Map(
  Object.entries(audited).map(([name, trail]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    trail,
  ]),
);

export type AuditStore = ReturnType<typeof createAuditStore>;

export function createAuditStore(table: Table) {
  /** The entries to which rows of an index lead, in the order of the rows. */
  const wholeOf = async (rows: readonly StoredRecord[]) => {
    const placeOf = ({ pk, sk }: StoredRecord) => JSON.stringify([pk, sk]);
    const records = await table.findRecords(
      anyItem,
      rows.map(({ pk, sk }) => ({ pk, sk })),
    );
    const byPlace = new Map(records.map((record) => [placeOf(record), record]));
    return rows.flatMap((row) => {
      const record = byPlace.get(placeOf(row));
      return record === undefined ? [] : [record];
    });
  };
  const indexed = async ({ rows, cursor }: RowsPage): Promise<AuditPage> => ({
    items: readable(await wholeOf(rows), auditEntry),
    cursor,
  });
  const listAccess = async (
    { record, outcome }: Extract<AuditQuestion, { by: 'access' }>,
    page: PageRequest,
  ): Promise<AuditPage> => {
    const { rows, cursor } = await table.listRecords(accessesOfRecord, { record, outcome }, page);
    // Keys tell the hour alone, so that somebody who opens it twice in one is kept once.
    const newestFirst = readable(rows, auditEntry).toSorted((one, other) => (one.at < other.at ? 1 : -1));
    return { items: newestFirst, cursor };
  };
  /** What is kept of a record in the collection of another is told apart by its id. */
  const listRecord = async (
    { kind, id }: Extract<AuditQuestion, { by: 'record' }>,
    page: PageRequest,
  ): Promise<AuditPage> => {
    const findTrail = trails.get(kind);
    if (findTrail === undefined) throw notFoundById();
    const place = await findTrail(id, table);
    if (place === undefined) return { items: [], cursor: null };
    const { collection, isShared } = place;
    const narrowed = isShared ? { ...page, eventType: kind } : page;
    const { rows, cursor } = await table.listRecords(changesOfCollection, { collection }, narrowed);
    const entries = readable(rows, auditEntry);
    return { items: isShared ? entries.filter((entry) => entry.record?.id === id) : entries, cursor };
  };
  return {
    async list(question: AuditQuestion, page: PageRequest): Promise<AuditPage> {
      switch (question.by) {
        case 'actor': {
          const { actor, month } = question;
          const spanned = { ...page, span: recentMonths() };
          return indexed(await table.listRecords(entriesOfActor, { actor, month }, spanned));
        }
        case 'kind': {
          const { kind, day, month, isDeletion } = question;
          const spanned = month === undefined ? page : { ...page, span: spanOfMonth(month) };
          if (isDeletion)
            return indexed(await table.listRecords(deletionsOfKind, { kind, day, month }, spanned));
          const parts = { kind, day, month, shard: anyOf(kindShards) };
          return indexed(await table.listRecords(entriesOfKind, parts, spanned));
        }
        case 'access':
          return listAccess(question, page);
        case 'record':
          return listRecord(question, page);
      }
    },
  };
}

function notFoundById(): AppError {
  const kinds = [...trails.keys()].sort().join(', ');
  return new AppError('invalid-request', 'The trail is asked by person, by kind of record or by record.', {
    violations: [
      {
        pointer: '/query/record',
        reason: `This is found by no id. Ask by the id of one of ${kinds}, or by \`kind\`.`,
      },
    ],
  });
}
