import { describe, expect, it } from 'vitest';
import { patchedTeam, peopleOf, reachIn } from '../../../functions/people/teams/teams.rules.ts';
import type { Team } from '../../../functions/people/teams/teams.schema.ts';

const at = '2026-11-26T09:00:00.000Z';
const team = (fields: Partial<Team>): Team => ({
  ...{ id: 'team_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1, name: 'Shanghai', leads: ['li.na'] },
  ...{ members: ['wang.fang', 'zhang.wei'], shared: false, createdAt: at, updatedAt: at },
  ...fields,
});

const noTeams = { teams: [], standsInFor: [] };
const within = (...teams: Team[]) => ({ teams, standsInFor: [] });

describe('whose rows a person reaches', () => {
  it('is their own when they are in no team', () => {
    expect(reachIn('wang.fang', noTeams)).toEqual(new Set(['wang.fang']));
  });

  it('is those of everybody in the teams that they lead', () => {
    expect(reachIn('li.na', within(team({})))).toEqual(new Set(['li.na', 'wang.fang', 'zhang.wei']));
  });

  it('does not grow by being a member, unless the team shares its rows', () => {
    expect(reachIn('wang.fang', within(team({})))).toEqual(new Set(['wang.fang']));
    expect(reachIn('wang.fang', within(team({ shared: true })))).toEqual(
      new Set(['wang.fang', 'li.na', 'zhang.wei']),
    );
  });

  it('is what all of their teams open together, and nothing of the others', () => {
    const other = team({ leads: ['chen.jing'], members: ['wang.fang', 'david'], shared: true });
    const closed = team({ leads: ['sun.li'], members: ['wang.fang', 'zhao.lei'] });
    expect(reachIn('wang.fang', within(other, closed))).toEqual(new Set(['wang.fang', 'chen.jing', 'david']));
  });

  it('is also those of whoever is away while they stand in, and nothing that those reach', () => {
    const reach = reachIn('wang.fang', { teams: [team({})], standsInFor: ['li.na'] });
    expect(reach).toEqual(new Set(['wang.fang', 'li.na']));
  });
});

describe('a patch of a team', () => {
  it('moves somebody from one list to the other', () => {
    const promoted = patchedTeam(team({}), { leads: ['li.na', 'wang.fang'] }, at);
    expect(promoted).toMatchObject({ version: 2, leads: ['li.na', 'wang.fang'], members: ['zhang.wei'] });
    const back = patchedTeam(promoted, { members: ['zhang.wei', 'wang.fang'] }, at);
    expect(back).toMatchObject({ leads: ['li.na'], members: ['zhang.wei', 'wang.fang'] });
  });

  it('cannot leave a team without a lead', () => {
    expect(() => patchedTeam(team({}), { members: ['li.na'] }, at)).toThrowError(
      expect.objectContaining({ violations: [expect.objectContaining({ pointer: '/body/members' })] }),
    );
  });

  it('cannot bring in more people than a transaction can write', () => {
    const members = Array.from({ length: 45 }, (_, index) => `agent-${index}`);
    expect(() => patchedTeam(team({}), { members }, at)).toThrowError(/would not be one/);
    const full = patchedTeam(team({}), { members: members.slice(1) }, at);
    expect(peopleOf(full)).toHaveLength(45);
  });
});
