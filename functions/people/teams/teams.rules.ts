/** Decisions about teams that need nothing but the teams. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { mergePatch } from '../../../shared/values/merge-patch.ts';
import { maximumPeople, type NewTeam, type Team, type TeamPatch } from './teams.schema.ts';

/** Everybody who belongs to a team, its leads first; nobody for none. */
export function peopleOf(team: Pick<Team, 'leads' | 'members'> | undefined): readonly string[] {
  return team === undefined ? [] : [...team.leads, ...team.members];
}

/** What two names are compared by: neither the case of letters nor the width of characters tells teams apart. */
export function comparableName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim();
}

/** The conflict over the name of another team. */
export function nameTaken(id: string): AppError {
  const reason = `Taken by ${id}. Use another name, or rename or delete that team first.`;
  return new AppError('conflict', 'Another team has this name.', {
    violations: [{ pointer: '/body/name', reason }],
    members: { existing: { id } },
  });
}

export function newTeam(id: string, input: NewTeam, at: string): Team {
  return { ...input, id, version: 1, createdAt: at, updatedAt: at };
}

/**
 * The team after a patch. Somebody who was a member and is named as a lead, or the other way round, changes places
 * without being taken out of the other list.
 */
export function patchedTeam(team: Team, patch: TeamPatch, at: string): Team {
  const { leads = team.leads, members = team.members } = patch;
  const places =
    patch.leads === undefined
      ? { leads: leads.filter((lead) => !members.includes(lead)), members }
      : { leads, members: members.filter((member) => !leads.includes(member)) };
  const stated = mergePatch(team, { ...patch, ...places });
  const after = { ...stated, version: team.version + 1, updatedAt: at };
  assertTeam(after);
  return after;
}

/**
 * Who belongs to a team when somebody has taken another one's place: where they belong to it already, as a lead if one of
 * them was. Without a receiver the place is free, which may leave no lead.
 */
export function movedIn(
  { leads, members }: Pick<Team, 'leads' | 'members'>,
  { from, to }: { readonly from: string; readonly to: string | null },
): Pick<Team, 'leads' | 'members'> {
  const replaced = (people: readonly string[]) => [
    ...new Set(people.flatMap((person) => (person === from ? (to ?? []) : person))),
  ];
  const movedLeads = replaced(leads);
  return { leads: movedLeads, members: replaced(members).filter((person) => !movedLeads.includes(person)) };
}

/** What a patch leaves of a team must still be one. */
function assertTeam(team: Team): void {
  const violations: Violation[] = [];
  if (team.leads.length === 0)
    violations.push({
      pointer: '/body/members',
      reason: 'Would leave the team without a lead. Name another one in leads.',
    });
  if (peopleOf(team).length > maximumPeople)
    violations.push({
      pointer: '/body/members',
      reason: `At most ${maximumPeople} people belong to a team, its leads among them.`,
    });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The team would not be one any more.', { violations });
}

/**
 * Whose rows a person reaches like their own: themselves, everybody in the teams that they lead, everybody in their
 * teams that share their rows, and whoever is away while they stand in. Nobody passes on what they reach.
 */
export function reachIn(
  staffId: string,
  { teams, standsInFor }: { teams: readonly Team[]; standsInFor: readonly string[] },
): ReadonlySet<string> {
  const opened = teams.filter(({ leads, shared }) => shared || leads.includes(staffId));
  return new Set([staffId, ...opened.flatMap(peopleOf), ...standsInFor]);
}
