import type { EventContext } from '../../../../shared/events/event.ts';
import { type Moves, type Moving, movedOneByOne } from '../../../../shared/table/moves.ts';
import { dayOf, overlaps } from '../staff.rules.ts';
import type { Staff } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'find' | 'listDeputizing' | 'change'>;
}

/** Why somebody goes on standing in. */
type Reason = 'own-absence' | 'receiver-away' | 'changed-since';

/** The absences at which somebody stands in, and which are not over; without a receiver nobody in particular does. */
export function movesOfStandIns(context: Context): Moves<Reason> {
  return movedOneByOne<Reason>({
    async page(from) {
      const standIns = await context.staff.listDeputizing(from);
      return { ids: standIns.map(({ absent, absenceId }) => `${absent} ${absenceId}`), cursor: null };
    },

    async move(id, { from, to }, origin) {
      const given = await give(id, { from, to }, origin, context);
      if (given === undefined) return { result: 'gone' };
      return withRow(given, { id, from, to });
    },

    async back(row, origin) {
      const given = await give(row.id, { from: row.to, to: row.from }, origin, context);
      if (given === undefined) return { result: 'left', because: 'changed-since' };
      return withRow(given, row);
    },
  });
}

type Given = Awaited<ReturnType<typeof give>> & {};

function withRow(
  given: Given,
  { id, from, to }: { readonly id: string; readonly from: string; readonly to: string | null },
): Moving<Reason> {
  if ('because' in given) return { result: 'left', because: given.because };
  return { result: 'moved', row: { id, from, to, version: given.version }, writes: given.writes };
}

/** Undefined when this one does not stand in at that absence (any more), or when it is over. */
async function give(
  id: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  origin: EventContext,
  { staff }: Context,
) {
  const [absent = '', absenceId] = id.split(' ');
  const before = await staff.find(absent);
  const absence = before?.absences.find((each) => each.id === absenceId);
  if (before === undefined || absence?.deputy !== from || absence.until < dayOf(before, origin.at))
    return undefined;
  if (to === absent) return { because: 'own-absence' as const };
  const deputy = to === null ? undefined : await staff.find(to);
  if (deputy?.absences.some((away) => overlaps(away, absence))) return { because: 'receiver-away' as const };
  const absences = before.absences.map((each) => (each === absence ? { ...absence, deputy: to } : each));
  const after: Staff = { ...before, absences, version: before.version + 1, updatedAt: origin.at };
  return { version: after.version, writes: staff.change(before, after, origin, deputy) };
}
