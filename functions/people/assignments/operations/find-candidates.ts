import type { Instant } from '../../../../shared/values/instant.ts';
import { absenceAt, type Staff, type StaffReader } from '../../staff/index.ts';
import type { NobodyReason, Skipped } from '../../staff/staff.schema.ts';
import type { TeamReader } from '../../teams/index.ts';
import { isInTerritory, isSuited, type Work } from '../assignments.rules.ts';
import type { AssignmentRule, Candidates } from '../assignments.schema.ts';

interface Context {
  readonly staff: Pick<StaffReader, 'find' | 'findMany' | 'listActive'>;
  readonly teams: Pick<TeamReader, 'findPeople'>;
  readonly at: Instant;
}

/** Somebody who could take work now; nothing is known of an owner whom nobody has registered. */
export interface Candidate {
  readonly id: string;
  readonly member: Staff | undefined;
}

/** Whom a rule can choose from. */
export interface Pool {
  /** Among whom turns go round, whether they are there now or not: an absence begins no other ring. */
  readonly people: readonly string[];
  readonly available: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  /** Why there is nobody to choose from; undefined when there is somebody, available or not. */
  readonly nobody: NobodyReason | undefined;
}

interface Judged extends Candidate {
  readonly because: Skipped['because'] | undefined;
}

/** Whom a rule can choose from for this work, as people are now. */
export async function findCandidates(
  { candidates, by }: Pick<AssignmentRule, 'candidates' | 'by'>,
  work: Work,
  context: Context,
): Promise<Pool> {
  const { team, isGone } = await peopleIn(candidates, context);
  const judge = ({ id, member }: Candidate): Judged => {
    const { skills = [], spokenLanguages = [] } = member ?? {};
    const isMeant =
      (team === undefined || team.has(id)) && isSuited({ skills, spokenLanguages }, candidates, work);
    return { id, member, because: obstacleOf(member, isMeant, context.at) };
  };
  if (by === 'owner') return poolOfOwner(work, judge, context);
  const { staff } = context;
  const members = team === undefined ? await staff.listActive() : await staff.findMany([...team]);
  const suited = members
    .filter(
      ({ id, territories }) =>
        id !== work.without &&
        (by !== 'territory' || territories.some((territory) => isInTerritory(territory, work))),
    )
    .map((member) => judge({ id: member.id, member }))
    // Whoever the rule is not meant for was not passed over.
    .filter(({ because }) => because !== 'unsuited');
  return poolOf(
    suited,
    suited.map(({ id }) => id),
    isGone ? 'no-team' : 'no-candidates',
  );
}

/** Undefined = everybody; a team that is gone has nobody. */
async function peopleIn(
  { team }: Candidates,
  { teams }: Pick<Context, 'teams'>,
): Promise<{ readonly team: ReadonlySet<string> | undefined; readonly isGone: boolean }> {
  if (team === null) return { team: undefined, isGone: false };
  const people = await teams.findPeople(team);
  return { team: people ?? new Set(), isGone: people === undefined };
}

/** The owner of the customer or, while they are away, whoever stands in for them. */
async function poolOfOwner(
  { customer: { owner }, without }: Work,
  judge: (candidate: Candidate) => Judged,
  { staff, at }: Pick<Context, 'staff' | 'at'>,
): Promise<Pool> {
  if (owner === null || owner === without) return poolOf([], [], 'no-owner');
  const first = judge({ id: owner, member: await staff.find(owner) });
  const absence = first.because === 'absent' && first.member ? absenceAt(first.member, at) : undefined;
  if (!absence?.deputy || absence.deputy === without) return poolOf([first], [owner]);
  const { deputy } = absence;
  return poolOf([first, judge({ id: deputy, member: await staff.find(deputy) })], [deputy]);
}

function obstacleOf(member: Staff | undefined, isMeant: boolean, at: Instant): Judged['because'] {
  if (member?.active === false) return 'inactive';
  if (!isMeant || member?.takesWork === false) return 'unsuited';
  return member !== undefined && absenceAt(member, at) !== undefined ? 'absent' : undefined;
}

function poolOf(
  judged: readonly Judged[],
  people: readonly string[],
  nobody: NobodyReason = 'no-candidates',
): Pool {
  return {
    nobody: judged.length === 0 ? nobody : undefined,
    people: people.toSorted(),
    available: judged.filter(({ because }) => because === undefined),
    skipped: judged.flatMap(({ id: staffId, because }) =>
      because === undefined ? [] : [{ staffId, because }],
    ),
  };
}
