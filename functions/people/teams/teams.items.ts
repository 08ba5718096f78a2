/** How the teams domain lies in the one table. */

import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { UniqueValue } from '../../../shared/table/unique-value.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { teamChanged, teamCreated } from './teams.events.ts';
import { Team, TeamPatch, TeamSummary, teamId } from './teams.schema.ts';

export const teamItem = defineItem({
  name: 'team',
  v: 1,
  retention: 'record',
  schema: Team.extend({ deletedAt: instantSchema.optional() }),
  key: ['TEAM#{id}', '-'],
  indexes: { gsi1: ['LIST#team', '{sortName}#{id}'] },
  parts: ({ name, deletedAt }) => ({
    // Cut by characters, so that a cursor made of the sort key stays short. A deleted team leaves the list.
    sortName: deletedAt === undefined ? [...name].slice(0, 30).join('') : undefined,
  }),
  summary: TeamSummary,
  toSummary: ({ id, version, name, leads, members, shared, updatedAt }) => ({
    ...{ id, version, name, leads, shared, updatedAt },
    people: leads.length + members.length,
  }),
});
export const teamTrail = ownTrail(teamItem);

export type TeamRecord = z.infer<(typeof teamItem)['schema']>;

/** Which team has a name, as `comparableName` spells it. */
export const teamNameItem = defineItem({
  name: 'team-name',
  v: 1,
  retention: 'record',
  schema: UniqueValue,
  key: ['TEAMNAME#{value}', '-'],
});

/** Beside a person: that they belong to a team. Kept by the transaction that changes the team. */
export const membershipItem = defineItem({
  name: 'membership',
  v: 1,
  retention: 'record',
  schema: z.strictObject({ member: staffIdSchema, teamId: teamId.schema }),
  key: ['STAFF#{member}', 'TEAM#{teamId}'],
});

/** One partition: a department has some dozens of teams. */
export const teamsByName = definePattern({
  question: 'Which teams are there? By name.',
  item: teamItem,
  index: 'gsi1',
  partition: 'LIST#team',
});

export const aroundPerson = definePattern({
  question: 'To which teams does this person belong, and for whom do they stand in?',
  item: membershipItem,
  partition: 'STAFF#{owner}',
});

export const teamsOfPerson = definePattern({
  question: 'Which teams does this person belong to?',
  item: membershipItem,
  partition: 'STAFF#{owner}',
  prefix: 'TEAM#',
});

/** What can be taken back of it. */
export const teamRestorable: Restorable = {
  changed: [teamChanged],
  created: [teamCreated],
  fields: Object.keys(TeamPatch.shape),
  patch: TeamPatch,
};
