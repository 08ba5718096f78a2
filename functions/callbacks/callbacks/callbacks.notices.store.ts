/** The notices that owners of due callbacks are sent: one for each promise, claimed before it goes out. */
import { randomUUID } from 'node:crypto';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace } from '../../../shared/table/write.ts';
import { type Notice, noticeItem } from './callbacks.items.ts';

export type NoticesStore = ReturnType<typeof createNoticesStore>;

type NoticeKey = Pick<Notice, 'callbackId' | 'scheduleVersion'>;

export function createNoticesStore(table: Table) {
  return {
    find: (key: NoticeKey): Promise<Notice | undefined> => table.find(noticeItem, { ...key }),

    /** Writes the first state of a notice; undefined when somebody else was faster. */
    async begin(notice: Omit<Notice, 'version' | 'writer'>): Promise<Notice | undefined> {
      const first = { ...notice, version: 1, writer: newWriter() };
      const outcome = await table.commit([insert(noticeItem, first, { onConflict: 'ok' })]);
      return outcome === 'committed' ? first : undefined;
    },

    /** Writes the next state of a notice; undefined when somebody else was faster. */
    async advance(
      notice: Notice,
      changes: Omit<Notice, keyof NoticeKey | 'version' | 'writer'>,
    ): Promise<Notice | undefined> {
      const { callbackId, scheduleVersion, version } = notice;
      const after = {
        callbackId,
        scheduleVersion,
        ...changes,
        version: version + 1,
        writer: newWriter(),
      };
      const write = replace(noticeItem, after, { ifVersion: notice.version, onConflict: 'ok' });
      return (await table.commit([write])) === 'committed' ? after : undefined;
    },
  };
}

function newWriter(): string {
  return randomUUID().slice(0, 13);
}
