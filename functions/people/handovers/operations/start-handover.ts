import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { absenceAt, dayOf, type Staff, type StaffReader, takesWork } from '../../staff/index.ts';
import type { TeamReader } from '../../teams/index.ts';
import { newHandover, shown } from '../handovers.rules.ts';
import {
  type Handover,
  type Holdings,
  handoverId,
  type Kind,
  kinds,
  type NewHandover,
} from '../handovers.schema.ts';
import type { HandoversStore } from '../handovers.store.ts';

interface Holder {
  readonly staff: Pick<StaffReader, 'find' | 'listDeputizing'>;
  /** How many of what somebody is responsible for, by kind. */
  readonly countHeld: (staffId: string) => Promise<Readonly<Record<string, number>>>;
}

interface Context extends Holder {
  readonly handovers: Pick<HandoversStore, 'start'>;
  readonly origin: EventContext;
}

/** What somebody holds, by kind and number. Throws `not-found` for who was never registered. */
export async function getHoldings(
  staffId: string,
  context: Holder & Pick<Context, 'origin'>,
): Promise<Holdings> {
  const giver = await context.staff.find(staffId);
  if (giver === undefined) throw notFound('member of staff');
  const found = await countKinds(giver, context);
  return { staffId, kinds: kinds.map((kind) => ({ kind, found: found[kind] })) };
}

/** Begins to hand over all or some of what somebody holds; nobody is given what they could not look after now. */
export async function startHandover(
  { from, kinds: wanted, reason, ...receiver }: NewHandover,
  context: Context,
): Promise<Change<Handover>> {
  const { staff, handovers, origin } = context;
  const to = receiver.to ?? null;
  const giver = await staff.find(from);
  if (giver === undefined)
    throw notPossible('/body/from', 'Nobody of this id was ever registered. Name one of GET /staff.');
  if (to === from) throw notPossible('/body/to', 'Nobody hands over to themselves.');
  if (to !== null) assertTakesOver(await staff.find(to), origin.at);
  const input = { id: newId(handoverId), from, to, kinds: wanted, reason, cause: 'by-hand' as const };
  const handover = newHandover(input, await countKinds(giver, context), origin);
  return { result: shown(handover), writes: handovers.start(handover, origin) };
}

/**
 * What a person who does not work here any more still holds is given out by the rules; undefined when it is nothing that
 * could be: a team keeps its only lead, which the department is told by itself.
 */
export async function clearUp(
  staffId: string,
  context: Context & { readonly teams: Pick<TeamReader, 'canLeaveAny'> },
): Promise<Change<Handover | undefined>> {
  const { staff, handovers, teams, origin } = context;
  const gone = await staff.find(staffId);
  if (gone === undefined || gone.active) return { result: undefined, writes: [] };
  // Territories are no work: whoever is gone is passed over.
  const { territories: _, ...found } = await countKinds(gone, context);
  const staysInTeams = found.teams > 0 && !(await teams.canLeaveAny(staffId));
  const held = kinds.filter(
    (kind) => kind !== 'territories' && found[kind] > 0 && !(kind === 'teams' && staysInTeams),
  );
  if (held.length === 0) return { result: undefined, writes: [] };
  const input = {
    id: newId(handoverId),
    from: staffId,
    to: null,
    kinds: held,
    cause: 'left-behind' as const,
  };
  const handover = newHandover(input, found, origin);
  return { result: shown(handover), writes: handovers.start(handover, origin) };
}

async function countKinds(
  giver: Staff,
  { staff, countHeld, origin }: Holder & Pick<Context, 'origin'>,
): Promise<Record<Kind, number>> {
  const [held, deputizing] = await Promise.all([countHeld(giver.id), staff.listDeputizing(giver.id)]);
  const standIns = deputizing.filter(({ until, timeZone }) => until >= dayOf({ timeZone }, origin.at)).length;
  const all: Readonly<Record<string, number>> = {
    ...held,
    standIns,
    territories: giver.territories.length > 0 ? 1 : 0,
  };
  return Object.fromEntries(kinds.map((kind) => [kind, all[kind] ?? 0])) as Record<Kind, number>;
}

function assertTakesOver(receiver: Staff | undefined, at: string): void {
  if (receiver?.active !== true)
    throw notPossible('/body/to', 'Is nobody who works here. Name one of GET /staff who is active.');
  if (!takesWork(receiver))
    throw notPossible('/body/to', 'Takes on no work. Name one of GET /staff who does.');
  const away = absenceAt(receiver, at);
  if (away !== undefined)
    throw notPossible('/body/to', `Is away from ${away.from} to ${away.until}. Name somebody who is there.`);
}

function notPossible(pointer: string, reason: string): AppError {
  return new AppError('invalid-request', 'This cannot be handed over.', {
    violations: [{ pointer, reason }],
  });
}
