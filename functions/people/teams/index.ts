/** What other domains may ask the teams domain. */
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Permission } from '../../../shared/identity/permissions.ts';
import { hasRowAccess, type Principal } from '../../../shared/identity/principal.ts';
import type { CallerReader } from '../../../shared/runtime/http-respond.ts';
import type { Moves } from '../../../shared/table/moves.ts';
import type { Table } from '../../../shared/table/table.ts';
import { now } from '../../../shared/time/clock.ts';
import { createLeaversReader, createStaffReader } from '../staff/index.ts';
import { movesOfTeams } from './operations/move-team.ts';
import { movedIn, peopleOf, reachIn } from './teams.rules.ts';
import type { TeamSummary } from './teams.schema.ts';
import { createTeamsStore } from './teams.store.ts';

export { teamsSentences } from './teams.sentences.ts';

/**
 * Whose rows a person reaches like their own, themselves among them, as teams and absences are now: one query, and one
 * read of many for those who belong to a team.
 */
function createReachReader(table: Table) {
  const teams = createTeamsStore(table);
  return async (staffId: string): Promise<ReadonlySet<string>> =>
    reachIn(staffId, await teams.readAround(staffId, now()));
}

/** What the runtime of the routes asks about people who call. */
export function createCallerReader(table: Table): CallerReader {
  return { reachOf: createReachReader(table), hasLeft: createLeaversReader(table) };
}

/** The teams that somebody belongs to, to be handed over. */
export function createTeamMoves(table: Table): Moves {
  return movesOfTeams({ teams: createTeamsStore(table), staff: createStaffReader(table) });
}

export type TeamReader = ReturnType<typeof createTeamReader>;

export function createTeamReader(table: Table) {
  const teams = createTeamsStore(table);
  const staff = createStaffReader(table);
  const reachOf = createReachReader(table);
  return {
    /** Teams none of whose leads is registered and works here (any more). The indexes lag by a second or so. */
    async listLeaderless(): Promise<readonly TeamSummary[]> {
      const active = new Set((await staff.listActive()).map(({ id }) => id));
      const found: TeamSummary[] = [];
      let cursor: string | undefined;
      do {
        const page = await teams.list({ limit: 100, cursor });
        found.push(...page.items.filter(({ leads }) => !leads.some((lead) => active.has(lead))));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    },

    /** Whether somebody can be taken out of any of their teams; out of one whose only lead they are, they cannot. */
    async canLeaveAny(staffId: string): Promise<boolean> {
      const theirs = await Promise.all((await teams.idsOf(staffId)).map(teams.find));
      return theirs.some(
        (team) => team !== undefined && movedIn(team, { from: staffId, to: null }).leads.length > 0,
      );
    },

    /** Everybody who belongs to a team; undefined when there is no such team (any more). */
    async findPeople(team: string): Promise<ReadonlySet<string> | undefined> {
      const found = await teams.find(team);
      return found && new Set(peopleOf(found));
    },

    /** Beside other writes: they happen only while this team is as it is now. Undefined when there is no such team. */
    whileThere: teams.whileThere,

    /** What those of the teams are called that are there. */
    async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const found = await Promise.all(ids.map(teams.find));
      return new Map(found.flatMap((team) => (team === undefined ? [] : [[team.id, team.name] as const])));
    },

    /** Id of the team of this name; undefined when there is none (any more). */
    idOfName: teams.idOfName,

    /** Ids of the teams that somebody belongs to. */
    teamsOf: (staffId: string): Promise<readonly string[]> => teams.idsOf(staffId),

    /** Who answers for a team; nobody when there is no such team (any more). */
    findLeads: async (team: string): Promise<readonly string[]> => (await teams.find(team))?.leads ?? [],

    /** The id of a team that is there. Throws `not-found` otherwise, and `invalid-request` for `me`, which is no team. */
    async idOf(team: string): Promise<string> {
      if (team === 'me')
        throw new AppError('invalid-request', 'Only a team has a queue of its own.', {
          violations: [{ pointer: '/query/team', reason: 'Name the team: `me` may stand for several.' }],
        });
      return (await teams.get(team)).id;
    },

    /**
     * Whose rows a list of a team shows: everybody's in it, or for `me` those of all whose rows the caller reaches.
     * Throws `not-found` for a team that is not there, `forbidden` when the caller does not reach everybody in it.
     */
    async peopleOf(team: string, permission: Permission, principal: Principal): Promise<ReadonlySet<string>> {
      // Whoever reaches all rows was not looked up with the request.
      if (team === 'me')
        return principal.rowAccess[permission] === 'all' ? reachOf(principal.id) : principal.reach;
      const people = peopleOf(await teams.get(team));
      if (people.every((person) => hasRowAccess(principal, permission, person))) return new Set(people);
      throw new AppError('forbidden', 'This team does not open the rows of everybody in it to you.');
    },
  };
}
