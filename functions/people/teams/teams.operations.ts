/** The use cases of the teams domain. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../shared/events/restore.ts';
import type { Change, Write } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import type { StaffReader } from '../staff/index.ts';
import { newTeam, patchedTeam, peopleOf } from './teams.rules.ts';
import { maximumTeams, type NewTeam, type Team, TeamPatch, teamId } from './teams.schema.ts';
import type { TeamsStore } from './teams.store.ts';

interface Context {
  readonly teams: Pick<
    TeamsStore,
    | 'get'
    | 'getToRestore'
    | 'countOf'
    | 'usesOf'
    | 'create'
    | 'change'
    | 'delete'
    | 'holdName'
    | 'valuesBefore'
  >;
  readonly staff: Pick<StaffReader, 'findMany' | 'guarded'>;
  readonly origin: EventContext;
}

export async function createTeam(
  input: NewTeam,
  { teams, staff, origin }: Pick<Context, 'teams' | 'staff' | 'origin'>,
): Promise<Change<Team>> {
  const team = newTeam(newId(teamId), input, origin.at);
  const guards = await assertMayJoin(team, undefined, { teams, staff });
  const name = await teams.holdName(undefined, team);
  return { result: team, writes: [...teams.create(team, origin), ...name, ...guards] };
}

/** Changes a team. A patch that changes nothing is free. */
export async function patchTeam(
  { id, version, patch }: { id: string; version: IfMatch; patch: TeamPatch },
  { teams, staff, origin }: Context,
): Promise<Change<Team>> {
  const before = await teams.get(id);
  assertVersion(before, version);
  const after = patchedTeam(before, patch, origin.at);
  const guards = await assertMayJoin(after, before, { teams, staff });
  const writes = teams.change(before, after, origin);
  if (writes.length === 0) return { result: before, writes };
  const name = await teams.holdName(before, after);
  return { result: after, writes: [...writes, ...name, ...guards] };
}

/** Gives a team back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreTeam(
  { id, changeId }: { id: string; changeId: string },
  context: Context,
): Promise<Change<Team>> {
  const present = await context.teams.getToRestore(id, changeId);
  const patch = asPatch(TeamPatch, await context.teams.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchTeam({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Takes a team apart, unless rules name it: they would find nobody. What its people look after stays theirs. */
export async function deleteTeam(
  { id, version }: { id: string; version: IfMatch },
  { teams, origin }: Pick<Context, 'teams' | 'origin'>,
): Promise<Change<undefined>> {
  const team = await teams.get(id);
  assertVersion(team, version);
  const { naming, unchanged } = await teams.usesOf(id);
  const [named] = naming;
  if (named !== undefined)
    throw new AppError(
      'not-allowed-now',
      named.kind === 'closed-loop'
        ? `The rules of the closed loop name this team: ${named.rules.join(', ')}. Take it out of them with PUT /closed-loop/rules first.`
        : `The rules for ${named.kind} name this team: ${named.rules.join(', ')}. Take it out of them with PUT /assignment-rules/{kind} first.`,
    );
  const name = await teams.holdName(team, undefined);
  return { result: undefined, writes: [...teams.delete(team, origin), ...name, ...unchanged] };
}

/**
 * Throws `invalid-request` for whoever joins or becomes lead and does not work here (any more), and for whoever is in too
 * many teams already. Answers what holds the team back should a new lead be let go meanwhile.
 */
async function assertMayJoin(
  { leads, members }: Team,
  before: Team | undefined,
  { teams, staff }: Pick<Context, 'teams' | 'staff'>,
): Promise<readonly Write[]> {
  const newLeads = leads.filter((id) => before?.leads.includes(id) !== true);
  const joining = [...leads, ...members].filter((id) => !peopleOf(before).includes(id));
  const guards = await Promise.all(newLeads.map(staff.guarded));
  const placed = [...new Set([...newLeads, ...joining])];
  const [known, counts] = await Promise.all([
    staff.findMany(placed),
    Promise.all(joining.map(async (id) => [id, await teams.countOf(id)] as const)),
  ]);
  const active = new Set(known.filter((member) => member.active).map(({ id }) => id));
  const busy = new Set(counts.filter(([, count]) => count >= maximumTeams).map(([id]) => id));
  const violations = placed
    .filter((id) => !active.has(id) || busy.has(id))
    .map((id) => ({
      pointer: leads.includes(id)
        ? `/body/leads/${leads.indexOf(id)}`
        : `/body/members/${members.indexOf(id)}`,
      reason: active.has(id)
        ? `Is in ${maximumTeams} teams already. Take them out of another one first.`
        : 'Is nobody who works here. Name one of GET /staff who is active.',
    }));
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Not everybody named can belong to the team.', { violations });
  return guards;
}
