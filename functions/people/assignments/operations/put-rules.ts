import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../staff/index.ts';
import type { WorkKind } from '../../staff/staff.schema.ts';
import type { TeamReader } from '../../teams/index.ts';
import { type AssignmentRule, type AssignmentRules, AssignmentRulesEntry } from '../assignments.schema.ts';
import type { AssignmentsStore } from '../assignments.store.ts';

interface Context {
  readonly assignments: Pick<AssignmentsStore, 'rulesOf' | 'change' | 'valuesBefore'>;
  readonly staff: Pick<StaffReader, 'listActive'>;
  readonly teams: Pick<TeamReader, 'whileThere'>;
  readonly origin: EventContext;
}

/** Replaces the rules of a kind of work. Setting the same again changes nothing. */
export async function putRules(
  { kind, version, entry }: { kind: WorkKind; version: IfMatch; entry: AssignmentRulesEntry },
  { assignments, origin, ...people }: Context,
): Promise<Change<AssignmentRules>> {
  const before = await assignments.rulesOf(kind);
  assertVersion(before, version);
  const teamsThere = await assertThere(entry.rules, people);
  const after = { ...before, ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = assignments.change(before, after, origin);
  return writes.length === 0
    ? { result: before, writes }
    : { result: after, writes: [...writes, ...teamsThere] };
}

/** Gives the rules of a kind of work back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreRules(
  { kind, changeId }: { kind: WorkKind; changeId: string },
  context: Context,
): Promise<Change<AssignmentRules>> {
  const present = await context.assignments.rulesOf(kind);
  const before = await context.assignments.valuesBefore(present, changeId);
  const input = { kind, version: [present.version], entry: asEntry(AssignmentRulesEntry, present, before) };
  return restoring(context.origin, changeId, (origin) => putRules(input, { ...context, origin }));
}

/**
 * Throws `invalid-request` for each team that is not there, and for each skill that nobody has. Answers what holds the
 * rules back should one of the teams go meanwhile.
 */
async function assertThere(
  rules: readonly AssignmentRule[],
  { staff, teams }: Pick<Context, 'staff' | 'teams'>,
): Promise<readonly Write[]> {
  const named = new Set(rules.flatMap(({ candidates }) => candidates.team ?? []));
  const present = new Map(
    await Promise.all([...named].map(async (team) => [team, await teams.whileThere(team)] as const)),
  );
  const isAsked = rules.some(({ candidates }) => candidates.skills.length > 0);
  const skills = new Set(isAsked ? (await staff.listActive()).flatMap((member) => member.skills) : []);
  const violations: Violation[] = rules.flatMap(({ candidates }, index) => {
    const pointer = `/body/rules/${index}/candidates`;
    const isGone = candidates.team !== null && present.get(candidates.team) === undefined;
    return [
      ...(isGone
        ? [{ pointer: `${pointer}/team`, reason: 'There is no such team. GET /teams lists those there are.' }]
        : []),
      ...candidates.skills.flatMap((skill, place) =>
        skills.has(skill)
          ? []
          : [
              {
                pointer: `${pointer}/skills/${place}`,
                reason: 'Nobody who works here has this skill. Note it with PUT /staff/{staffId} first.',
              },
            ],
      ),
    ];
  });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'By these rules nobody would be found.', { violations });
  return [...present.values()].flatMap((write) => write ?? []);
}
