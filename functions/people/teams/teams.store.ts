/** Teams, and who belongs to them, in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore, whyGone } from '../../../shared/events/restore.ts';
import { fromRecord, keyOf, summaryOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { holdValue } from '../../../shared/table/unique-value.ts';
import { check, put, remove, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Page } from '../../../shared/values/page.ts';
import * as inUse from '../../teams-in-use.ts';
import { standInAt } from '../staff/index.ts';
import { teamChanged, teamCreated, teamDeleted } from './teams.events.ts';
import {
  aroundPerson,
  membershipItem,
  type TeamRecord,
  teamItem,
  teamNameItem,
  teamRestorable,
  teamsByName,
  teamsOfPerson,
} from './teams.items.ts';
import { comparableName, nameTaken, peopleOf } from './teams.rules.ts';
import { type Team, TeamSummary } from './teams.schema.ts';

const teamEntity = entity({
  item: teamItem,
  noun: 'team',
  subject: ({ id, version }) => ({ teamId: id, version }),
  created: teamCreated,
  changed: teamChanged,
  isGone: ({ deletedAt }) => deletedAt !== undefined,
});

export type TeamsStore = ReturnType<typeof createTeamsStore>;

export function createTeamsStore(table: Table) {
  const teams = teamEntity(table);
  const wholeOf = async (ids: readonly string[]): Promise<readonly Team[]> =>
    ids.length === 0 ? [] : (await teams.findMany(ids)).map(asTeam);
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Team, changeId: string) =>
      valuesBefore(
        {
          ...teamRestorable,
          ...{ changeId, present, subject: { teamId: present.id } },
          collection: keyOf(teamItem, present).pk,
        },
        table,
      ),

    /** The team of a change that is taken back. Throws what `whyGone` of shared/events answers. */
    async getToRestore(id: string, changeId: string): Promise<Team> {
      const team = await teams.find(id);
      if (team !== undefined) return asTeam(team);
      const { pk: collection } = keyOf(teamItem, { id });
      throw await whyGone('team', { changeId, collection, subject: { teamId: id } }, table);
    },

    get: async (id: string): Promise<Team> => asTeam(await teams.get(id)),

    async find(id: string): Promise<Team | undefined> {
      const team = await teams.find(id);
      return team && asTeam(team);
    },

    /** Id of the team of this name. */
    async idOfName(name: string): Promise<string | undefined> {
      return (await table.find(teamNameItem, { value: comparableName(name) }))?.holder;
    },

    async whileThere(id: string): Promise<Write | undefined> {
      const team = await teams.find(id);
      return team && check(teamItem, team, { ifVersion: team.version, onConflict: 'retry' });
    },

    /** Where a team is named, with what holds a write back should it be named elsewhere meanwhile. */
    async usesOf(id: string) {
      const uses = await Promise.all(Object.values(inUse).map((usesIn) => usesIn(id, table)));
      return {
        naming: uses.flatMap(
          ({ naming }): readonly { readonly kind: string; readonly rules: readonly string[] }[] => naming,
        ),
        unchanged: uses.flatMap(({ unchanged }) => unchanged),
      };
    },

    /** By name; with a person only theirs, all on one page. */
    async list(page: PageRequest, staffId?: string): Promise<Page<TeamSummary>> {
      if (staffId === undefined) return table.listSummaries(teamsByName, {}, page);
      const theirs = await wholeOf(await this.idsOf(staffId));
      const items = theirs.map((team) => TeamSummary.parse(summaryOf(teamItem, team)));
      return { items: items.sort((one, other) => one.name.localeCompare(other.name)), cursor: null };
    },

    /** Ids of the teams that somebody belongs to. */
    async idsOf(staffId: string): Promise<readonly string[]> {
      const page = { limit: 100, consistent: true };
      return (await table.listItems(teamsOfPerson, { owner: staffId }, page)).items.map(
        ({ teamId }) => teamId,
      );
    },

    countOf: (staffId: string): Promise<number> => table.count(teamsOfPerson, { owner: staffId }),

    /** What decides whose rows a person reaches: their teams, and for whom they stand in at that time. */
    async readAround(
      staffId: string,
      at: Instant,
    ): Promise<{ teams: readonly Team[]; standsInFor: readonly string[] }> {
      const page = { limit: 200, consistent: true };
      const { rows } = await table.listRecords(aroundPerson, { owner: staffId }, page);
      const ids = rows.flatMap((row) =>
        row.type === membershipItem.name ? [fromRecord(membershipItem, row).teamId] : [],
      );
      return {
        teams: await wholeOf(ids),
        standsInFor: rows.flatMap((row) => standInAt(row, at)),
      };
    },

    /** Beside what creates, changes or deletes a team: what keeps its name to it. Throws `conflict`, which names whose it is. */
    async holdName(before: Team | undefined, after: Team | undefined): Promise<readonly Write[]> {
      const [had, wanted] = [before, after].map((team) => team && comparableName(team.name));
      const holder = (after ?? before)?.id ?? '';
      const held = await holdValue(table, teamNameItem, { holder, before: had, after: wanted });
      if (held.takenBy !== undefined) throw nameTaken(held.takenBy);
      return held.writes;
    },

    create: (team: Team, origin: EventContext): readonly Write[] => [
      ...teams.create(team, origin),
      ...membershipChanges(undefined, team),
    ],

    /** Nothing is written when nothing has changed. */
    change(before: Team, after: Team, origin: EventContext): readonly Write[] {
      const writes = teams.change(before, after, origin);
      return writes.length === 0 ? [] : [...writes, ...membershipChanges(before, after)];
    },

    delete(team: Team, origin: EventContext): readonly Write[] {
      const gone = { ...team, version: team.version + 1, updatedAt: origin.at, deletedAt: origin.at };
      return [
        ...teams.change(team, gone, origin, { declaration: teamDeleted }),
        ...membershipChanges(team, undefined),
      ];
    },
  };
}

function membershipChanges(before: Team | undefined, after: Team | undefined): readonly Write[] {
  const [were, are] = [peopleOf(before), peopleOf(after)];
  const teamId = (after ?? before)?.id ?? '';
  return [
    ...are.filter((id) => !were.includes(id)).map((member) => put(membershipItem, { member, teamId })),
    ...were.filter((id) => !are.includes(id)).map((member) => remove(membershipItem, { member, teamId })),
  ];
}

function asTeam({ deletedAt, ...team }: TeamRecord): Team {
  return team;
}
