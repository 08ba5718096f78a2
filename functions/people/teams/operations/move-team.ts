import type { EventContext } from '../../../../shared/events/event.ts';
import { type Moves, movedOneByOne } from '../../../../shared/table/moves.ts';
import type { StaffReader } from '../../staff/index.ts';
import { movedIn, peopleOf } from '../teams.rules.ts';
import { maximumTeams, type Team } from '../teams.schema.ts';
import type { TeamsStore } from '../teams.store.ts';

interface Context {
  readonly teams: Pick<TeamsStore, 'find' | 'idsOf' | 'countOf' | 'change'>;
  readonly staff: Pick<StaffReader, 'guarded'>;
}

/** Why somebody stays in a team, or a team as it is. */
type Reason = 'last-lead' | 'too-many-teams' | 'changed-since';

/** The teams that somebody belongs to: the receiver takes their place in each; without one they are taken out. */
export function movesOfTeams({ teams, staff }: Context): Moves<Reason> {
  /** Whether whoever becomes lead works here is checked in the same transaction by the hand-over. */
  const change = async (before: Team, after: Team, origin: EventContext) => {
    const newLeads = after.leads.filter((id) => !before.leads.includes(id));
    const guards = await Promise.all(newLeads.map(staff.guarded));
    return [...teams.change(before, after, origin), ...guards];
  };
  return movedOneByOne<Reason>({
    page: async (from) => ({ ids: await teams.idsOf(from), cursor: null }),

    async move(id, { from, to }, origin) {
      const before = await teams.find(id);
      if (before === undefined || !peopleOf(before).includes(from)) return { result: 'gone' };
      const places = movedIn(before, { from, to });
      if (places.leads.length === 0) return { result: 'left', because: 'last-lead' };
      const joins = to !== null && !peopleOf(before).includes(to);
      if (joins && (await teams.countOf(to)) >= maximumTeams)
        return { result: 'left', because: 'too-many-teams' };
      const after = next(before, places, origin.at);
      const memo = { leads: before.leads, members: before.members };
      const row = { id, from, to, version: after.version, memo };
      return { result: 'moved', row, writes: await change(before, after, origin) };
    },

    async back(row, origin) {
      const before = await teams.find(row.id);
      if (before?.version !== row.version) return { result: 'left', because: 'changed-since' };
      const after = next(before, row.memo as Pick<Team, 'leads' | 'members'>, origin.at);
      return { result: 'moved', row, writes: await change(before, after, origin) };
    },
  });
}

function next(team: Team, { leads, members }: Pick<Team, 'leads' | 'members'>, at: string): Team {
  return { ...team, leads: [...leads], members: [...members], version: team.version + 1, updatedAt: at };
}
