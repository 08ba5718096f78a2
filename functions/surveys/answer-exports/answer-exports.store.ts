/** Exports of answers in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { replace, type Write } from '../../../shared/table/write.ts';
import {
  answerExportCancelled,
  answerExportHandedOut,
  answerExportMade,
  answerExportRequested,
} from './answer-exports.events.ts';
import { answerExportItem, exportsOfRequester } from './answer-exports.items.ts';
import type { AnswerExportRecord } from './answer-exports.schema.ts';

const subjectOf = ({ id, surveyId, version }: AnswerExportRecord) => ({
  answerExportId: id,
  surveyId,
  version,
});

const exportEntity = entity({
  item: answerExportItem,
  noun: 'export',
  subject: subjectOf,
  created: answerExportRequested,
  changed: answerExportMade,
});

export type AnswerExportsStore = ReturnType<typeof createAnswerExportsStore>;

export function createAnswerExportsStore(table: Table) {
  const { find, get, create, change } = exportEntity(table);
  return {
    ...{ find, get, create },

    list: (surveyId: string, { kind, id }: AnswerExportRecord['requestedBy'], page: PageRequest) =>
      table.listSummaries(exportsOfRequester, { surveyId, requester: `${kind} ${id}` }, page),

    /** A step; the last one is told. */
    advance: (
      before: AnswerExportRecord,
      after: AnswerExportRecord,
      origin: EventContext,
    ): readonly Write[] =>
      after.progress === undefined
        ? change(before, after, origin)
        : [replace(answerExportItem, after, { ifVersion: before.version, onConflict: 'retry' })],

    cancel: (before: AnswerExportRecord, after: AnswerExportRecord, origin: EventContext): readonly Write[] =>
      change(before, after, origin, { declaration: answerExportCancelled }),

    /** That its requester was given the addresses of its files: each time. */
    tellHandedOut(record: AnswerExportRecord, origin: EventContext): readonly Write[] {
      const { pk } = keyOf(answerExportItem, record);
      const nothing = { before: {}, after: {} };
      return [changeEvent(pk, answerExportHandedOut, subjectOf(record), origin, nothing)];
    },
  };
}
