/** Hand-overs in the one table, and what each has moved. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { MovedRow } from '../../../shared/table/moves.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import { handoverDone, handoverStarted, handoverUndoing, handoverUndone } from './handovers.events.ts';
import {
  handingOverItem,
  handoverItem,
  handoversByTime,
  movedBy,
  movedItem,
  movedOfKind,
} from './handovers.items.ts';
import { CameBack } from './handovers.rules.ts';
import type { Kind, StoredHandover } from './handovers.schema.ts';

const handoverEntity = entity({
  item: handoverItem,
  noun: 'hand-over',
  subject: ({ id, version }) => ({ handoverId: id, version }),
  created: handoverStarted,
  changed: handoverDone,
});

export type HandoversStore = ReturnType<typeof createHandoversStore>;

export function createHandoversStore(table: Table) {
  const { find, get, create, change } = handoverEntity(table);
  const hold = ({ from, id }: StoredHandover): Write =>
    insert(
      handingOverItem,
      { staffId: from, handoverId: id },
      { onConflict: () => alreadyRunning(table, from) },
    );
  const notHandingOver = (staffId: string): Write =>
    check(
      handingOverItem,
      { staffId },
      { ifVersion: undefined, onConflict: () => receiverHandsOver(table, staffId) },
    );
  const letGo = ({ from }: StoredHandover): Write => remove(handingOverItem, { staffId: from });
  return {
    find,
    get,

    list: (page: PageRequest) => table.listSummaries(handoversByTime, {}, page),

    /**
     * Throws `conflict` when what this person holds is being moved already, or what the receiver holds: so hand-overs
     * never go round in a circle, for whoever would close it finds that its receiver hands over.
     */
    start: (handover: StoredHandover, origin: EventContext): readonly Write[] => [
      ...create(handover, origin, { step: handover.step }),
      hold(handover),
      ...(handover.to === null ? [] : [notHandingOver(handover.to)]),
    ],

    /** How far it has got, which is told to nobody. Throws ConcurrentModification when it has gone on meanwhile. */
    async advance(before: StoredHandover, after: StoredHandover): Promise<void> {
      await table.commit([replace(handoverItem, after, { ifVersion: before.version, onConflict: 'retry' })]);
    },

    /** It is done, or taken back. @param telling writes that tell of it. Throws ConcurrentModification like `advance`. */
    async finish(
      before: StoredHandover,
      after: StoredHandover,
      origin: EventContext,
      telling: readonly Write[],
    ): Promise<void> {
      const declaration = after.status === 'undone' ? handoverUndone : handoverDone;
      const changes = change(before, after, origin, { declaration });
      await table.commit([...changes, letGo(after), ...telling]);
    },

    /** Throws `conflict` when what this person holds is being moved already. */
    undo: (before: StoredHandover, after: StoredHandover, origin: EventContext): readonly Write[] => [
      ...change(before, after, origin, { declaration: handoverUndoing, details: { step: after.step } }),
      hold(after),
    ],

    /** For the transaction that moves the row, after its own writes: a row that was changed meanwhile is decided again. Throws CameBack. */
    moved: (handoverId: string, kind: Kind, row: MovedRow, at: string): Write =>
      insert(
        movedItem,
        { ...row, memo: row.memo && { ...row.memo }, handoverId, kind, at },
        { onConflict: new CameBack() },
      ),

    /** For the transaction that puts the row back. */
    returned: (handoverId: string, kind: Kind, { id }: MovedRow): Write =>
      remove(movedItem, { handoverId, kind, id }),

    /** What was moved and is not put back, page by page. */
    listMoved: (handoverId: string, page: PageRequest) =>
      table.listItems(movedBy, { handoverId }, { ...page, consistent: true }),

    countMoved: (handoverId: string, kind: Kind): Promise<number> =>
      table.count(movedOfKind, { handoverId, kind }),

    /** How much of what was moved nobody in particular has got. */
    async countWithNobody(handoverId: string, kind: Kind): Promise<number> {
      let counted = 0;
      let cursor: string | undefined;
      do {
        const page = await table.listItems(movedOfKind, { handoverId, kind }, { limit: 1000, cursor });
        counted += page.items.filter(({ to }) => to === null).length;
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      return counted;
    },
  };
}

const alreadyRunning = (table: Pick<Table, 'find'>, staffId: string) =>
  conflictWith(
    table,
    staffId,
    'What this person holds is being handed over already. Wait until that is done.',
  );

const receiverHandsOver = (table: Pick<Table, 'find'>, staffId: string) =>
  conflictWith(
    table,
    staffId,
    'What the receiver holds is being handed over at the moment. Wait until that is done, or name somebody else.',
  );

async function conflictWith(table: Pick<Table, 'find'>, staffId: string, detail: string): Promise<Error> {
  const running = await table.find(handingOverItem, { staffId });
  return new AppError('conflict', detail, {
    members: running === undefined ? {} : { existing: { id: running.handoverId } },
  });
}
