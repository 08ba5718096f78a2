import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring, valuesBack } from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { dayOf } from '../staff.rules.ts';
import { type Absence, type Staff, StaffEntry } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';
import { endAbsence, type PlanContext, planAbsence } from './plan-absence.ts';
import { type PutContext, putStaff } from './put-staff.ts';

/** Gives what is known of a member of staff back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreStaff(
  { staffId, changeId }: { staffId: string; changeId: string },
  context: PutContext & PlanContext & { readonly staff: Pick<StaffStore, 'valuesBefore'> },
): Promise<Change<Staff>> {
  const present = await context.staff.get(staffId);
  const before = await context.staff.valuesBefore(present, changeId);
  if ('absences' in before)
    return restoreAbsences(present, before.absences as Absence[], { ...context, changeId });
  const entry = asEntry(StaffEntry, present, before);
  const input = { staffId, version: [present.version], entry };
  return restoring(context.origin, changeId, (origin) => putStaff(input, { ...context, origin }));
}

/** An absence that was planned is taken back, and one that was taken back is planned anew, if it is not over. */
async function restoreAbsences(
  present: Staff,
  before: readonly Absence[],
  { changeId, ...context }: PlanContext & { readonly changeId: string },
): Promise<Change<Staff>> {
  const today = dayOf(present, context.origin.at);
  const missingIn = (all: readonly Absence[]) => (one: Absence) =>
    one.until >= today && !all.some((other) => isDeepStrictEqual(one, other));
  const lost = before.filter(missingIn(present.absences));
  const added = present.absences.filter(missingIn(before));
  const [taken, planned] = [lost[0], added[0]];
  if (taken !== undefined && lost.length === 1 && planned === undefined) {
    const { id: _, ...input } = taken;
    const plan = (origin: EventContext) =>
      planAbsence({ staffId: present.id, input }, { ...context, origin });
    const pointer = `${valuesBack}/absences/${before.indexOf(taken)}`;
    const { member, writes } = await restoring(context.origin, changeId, plan, pointer);
    return { result: member, writes };
  }
  if (planned !== undefined && added.length === 1 && taken === undefined) {
    const place = { staffId: present.id, absenceId: planned.id };
    const { member, writes } = await restoring(context.origin, changeId, (origin) =>
      endAbsence(place, { ...context, origin }),
    );
    return { result: member, writes };
  }
  throw new AppError(
    'not-allowed-now',
    taken === undefined
      ? 'This entry cannot be restored because the absence is over.'
      : 'This entry cannot be restored because a hand-over has changed who stands in. Take it back with POST /handovers/{handoverId}/undo, or plan the absence anew.',
  );
}
