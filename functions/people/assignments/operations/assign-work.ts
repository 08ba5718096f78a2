import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Staff, StaffReader } from '../../staff/index.ts';
import { type Assigned, maximumSkipped, type Skipped, type WorkKind } from '../../staff/staff.schema.ts';
import type { TeamReader } from '../../teams/index.ts';
import {
  isFresh,
  isMeantFor,
  type LimitOf,
  nextRound,
  type Round,
  type Turn,
  turnIn,
  type Way,
  type Work,
} from '../assignments.rules.ts';
import type { AssignmentRule } from '../assignments.schema.ts';
import type { AssignmentsStore } from '../assignments.store.ts';
import { findCandidates, type Pool } from './find-candidates.ts';

interface Context {
  readonly assignments: Pick<AssignmentsStore, 'rulesOf' | 'countOpen' | 'turnsOf'>;
  readonly staff: Pick<StaffReader, 'find' | 'findMany' | 'listActive'>;
  readonly teams: Pick<TeamReader, 'findPeople'>;
  readonly at: Instant;
}

/** Who got work, and why. Nothing is known of an owner whom nobody has registered. */
export interface Assignment {
  readonly owner: string | null;
  readonly member: Staff | undefined;
  /** In whose queue it waits when nobody was found: the team of the first rule that is meant for it and names one. */
  readonly team?: string | undefined;
  /** Undefined where there was nothing to decide: no rules, and nobody passed over. */
  readonly assigned: Assigned | undefined;
}

/** What is done as long as nobody has set rules. */
const ownersWork: Pick<AssignmentRule, 'when' | 'candidates' | 'by'> = {
  when: {},
  candidates: { team: null, skills: [], speaksLanguage: false },
  by: 'owner',
};

/** What is done for work that a team was named for. */
const teamsWork = (team: string): typeof ownersWork => ({
  when: {},
  candidates: { team, skills: [], speaksLanguage: false },
  by: 'least-busy',
});

/**
 * Finds somebody for work that nobody was named for, by the rules of its kind, or in the team that it is left to; nobody when no rule finds anybody, and
 * then it waits in the queue of a team where a rule names one. Turns are taken at once, outside of the transaction that
 * writes the work: work that is not written after all costs one turn. A route whose operation does this says
 * `takesAtOnce`.
 */
export async function assignWork(kind: WorkKind, work: Work, context: Context): Promise<Assignment> {
  const rules = await rulesFor(kind, work, context);
  const skipped = new Map<string, Skipped>();
  const foundNobody: Assigned['foundNobody'] = [];
  const decided = (how: Pick<Assigned, 'rule' | 'by'>): Assigned | undefined =>
    rules === undefined && skipped.size === 0
      ? undefined
      : {
          ...how,
          skipped: [...skipped.values()].slice(0, maximumSkipped),
          foundNobody: foundNobody.slice(0, maximumSkipped),
        };
  let team: string | undefined;
  for (const rule of rules ?? [{ ...ownersWork, name: null }]) {
    if (!isMeantFor(rule, work)) continue;
    team ??= rule.candidates.team ?? undefined;
    const pool = await findCandidates(rule, work, context);
    const { holder, full } = await takeTurn(kind, rule.by, pool, context);
    const passed = full.map((staffId) => ({ staffId, because: 'full' as const }));
    for (const each of [...pool.skipped, ...passed]) skipped.set(each.staffId, each);
    if (holder === undefined) {
      foundNobody.push({ rule: rule.name, because: pool.nobody ?? 'all-skipped' });
      continue;
    }
    const member = pool.available.find(({ id }) => id === holder)?.member;
    return { owner: holder, member, assigned: decided({ rule: rule.name, by: rule.by }) };
  }
  const isThere = team !== undefined && (await context.teams.findPeople(team)) !== undefined;
  const assigned = decided({ rule: null, by: null });
  return { owner: null, member: undefined, team: isThere ? team : undefined, assigned };
}

type NamedRule = typeof ownersWork & { readonly name: string | null };

/** Undefined where nobody has set rules. */
async function rulesFor(
  kind: WorkKind,
  { only }: Work,
  { assignments }: Pick<Context, 'assignments'>,
): Promise<readonly NamedRule[] | undefined> {
  if (only !== undefined) return [{ ...teamsWork(only), name: null }];
  const { rules } = await assignments.rulesOf(kind);
  return rules.length === 0 ? undefined : rules;
}

/** Whose turn it is among those who are available, and who of them has as much work as they take. */
async function takeTurn(
  kind: WorkKind,
  by: AssignmentRule['by'],
  { people, available }: Pool,
  { assignments, at }: Pick<Context, 'assignments' | 'at'>,
): Promise<Turn> {
  const limits = new Map(available.map(({ id, member }) => [id, member?.capacity[kind] ?? Infinity]));
  const limitOf = (id: string) => limits.get(id) ?? 0;
  const [first, ...others] = limits.keys();
  if (first === undefined) return { holder: undefined, full: [] };
  // Nobody to share with and nothing to count.
  if (others.length === 0 && limitOf(first) === Infinity) return { holder: first, full: [] };
  const way = by === 'round-robin' ? by : 'least-busy';
  const turns = assignments.turnsOf(kind, way, people);
  const countOpen = (id: string) => assignments.countOpen(kind, id);
  const round = await presentRound(way, turns, { limits, limitOf, countOpen, at });
  const onlyAvailable = ({ holder, full }: Turn) => ({ holder, full: full.filter((id) => limits.has(id)) });
  const next = turnIn(round, way, limitOf, 'next');
  if (next.holder === undefined) return onlyAvailable(next);
  return onlyAvailable(turnIn(await turns.take(), way, limitOf, 'last'));
}

/** The round that goes on, or the next one when it is old or somebody has come (back) since. */
function presentRound(
  way: Way,
  turns: ReturnType<AssignmentsStore['turnsOf']>,
  people: {
    readonly limits: ReadonlyMap<string, number>;
    readonly limitOf: LimitOf;
    readonly countOpen: (id: string) => Promise<number>;
    readonly at: Instant;
  },
): Promise<Round> {
  const { limits, limitOf, countOpen, at } = people;
  return retryOnConflict(async () => {
    const before = await turns.find();
    const isForAll = before !== undefined && [...limits.keys()].every((id) => before.people.includes(id));
    if (isForAll && isFresh(before, at)) return before;
    const counts = [...limits].map(async ([id, limit]) => {
      const isAsked = way === 'least-busy' || limit < Infinity;
      return [id, isAsked ? await countOpen(id) : 0] as const;
    });
    const after = nextRound(way, before, { counted: new Map(await Promise.all(counts)), limitOf, at });
    await turns.begin(before, after);
    return after;
  });
}
