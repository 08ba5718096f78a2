import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { dayOf, overlaps, takesWork, withAbsences } from '../staff.rules.ts';
import { type Absence, absenceId, maximumAbsences, type NewAbsence, type Staff } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

export interface PlanContext {
  readonly staff: Pick<StaffStore, 'get' | 'find' | 'change' | 'listDeputizing'>;
  readonly origin: EventContext;
}

/**
 * Notes when somebody is away, and who stands in. Whoever stands in is there at that time; nobody is away twice on the
 * same day.
 */
export async function planAbsence(
  { staffId, input }: { staffId: string; input: NewAbsence },
  { staff, origin }: PlanContext,
): Promise<Change<Absence> & { readonly member: Staff }> {
  const before = await staff.get(staffId);
  if (!before.active)
    throw new AppError('not-allowed-now', 'Somebody who does not work here any more cannot be away.');
  assertFits(before, input, dayOf(before, origin.at));
  const planned = before.absences.find((other) => overlaps(other, input));
  if (planned !== undefined)
    throw new AppError(
      'not-allowed-now',
      `This person is away from ${planned.from} to ${planned.until} already (${planned.id}). Take that absence back first, and plan it anew.`,
    );
  const promised = (await staff.listDeputizing(staffId)).find((other) => overlaps(other, input));
  if (promised !== undefined) {
    const name = (await staff.find(promised.absent))?.name ?? promised.absent;
    throw invalid(
      '/body/from',
      `Stands in for ${name} (${promised.absent}) from ${promised.from} to ${promised.until}. Name somebody else there first.`,
    );
  }
  const deputy = input.deputy === null ? undefined : await deputyFor(before, input.deputy, input, staff);
  const absence: Absence = { ...input, id: newId(absenceId) };
  const after = withAbsences(before, [...before.absences, absence], origin.at);
  return { result: absence, member: after, writes: staff.change(before, after, origin, deputy) };
}

/** Takes an absence back, or ends one that goes on. */
export async function endAbsence(
  { staffId, absenceId: id }: { staffId: string; absenceId: string },
  { staff, origin }: Pick<PlanContext, 'staff' | 'origin'>,
): Promise<Change<undefined> & { readonly member: Staff }> {
  const before = await staff.get(staffId);
  const rest = before.absences.filter((absence) => absence.id !== id);
  if (rest.length === before.absences.length) throw notFound('absence');
  const after = withAbsences(before, rest, origin.at);
  return { result: undefined, member: after, writes: staff.change(before, after, origin) };
}

function assertFits({ absences }: Staff, { until }: NewAbsence, today: string): void {
  if (until < today) throw invalid('/body/until', `Is over: today is ${today} there.`);
  if (absences.filter((absence) => absence.until >= today).length >= maximumAbsences)
    throw invalid('/body', `At most ${maximumAbsences} absences are planned. Take one back first.`);
}

async function deputyFor(
  absent: Staff,
  id: string,
  days: NewAbsence,
  staff: Pick<StaffStore, 'find'>,
): Promise<Staff> {
  const pointer = '/body/deputy';
  if (id === absent.id) throw invalid(pointer, 'Nobody stands in for themselves.');
  const deputy = await staff.find(id);
  if (deputy?.active !== true)
    throw invalid(pointer, 'Is nobody who works here. Name one of GET /staff who is active.');
  if (!takesWork(deputy)) throw invalid(pointer, 'Takes on no work. Name one of GET /staff who does.');
  const away = deputy.absences.find((absence) => overlaps(absence, days));
  if (away === undefined) return deputy;
  throw invalid(pointer, `Is away from ${away.from} to ${away.until}. Name somebody who is there.`);
}

function invalid(pointer: string, reason: string): AppError {
  return new AppError('invalid-request', 'This absence cannot be planned.', {
    violations: [{ pointer, reason }],
  });
}
