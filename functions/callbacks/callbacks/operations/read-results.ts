import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { meanInterval, shareInterval } from '../../../../shared/statistics/statistics.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import {
  type CallCount,
  type CallCounts,
  type CallFigures,
  type CallResults,
  type CallResultsQuery,
  noTeam,
} from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { nothing, plus } from './count-calls.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'listCounts'>;
  readonly teams: Pick<TeamReader, 'teamsOf' | 'peopleOf'>;
  readonly principal: Principal;
}

/** So many months at most are read at once. */
const maximumMonths = 13;

/** What came of the calls that the caller may see, in all and by what is asked for. */
export async function readCallResults(
  { from, to, by, owner, team, reason }: CallResultsQuery,
  context: Context,
): Promise<CallResults> {
  const { callbacks, teams, principal } = context;
  const months = monthsBetween(from, to);
  if (months.length === 0 || months.length > maximumMonths)
    throw new AppError('invalid-request', 'This period cannot be read.', {
      violations: [{ pointer: '/query/to', reason: 'must be the day of "from" or later, within 12 months' }],
    });
  const whose = askedOwner(principal, owner);
  if (whose !== 'none' && !hasRowAccess(principal, 'callbacks.read', whose))
    throw new AppError(
      'forbidden',
      'Your role shows you what came of your own calls and of those that your teams open to you.',
    );
  const people = team === undefined ? undefined : await teams.peopleOf(team, 'callbacks.read', principal);
  const all = (await Promise.all(months.map((month) => callbacks.listCounts(month)))).flat();
  const counts = all.filter(
    (count) =>
      from <= count.day &&
      count.day <= to &&
      hasRowAccess(principal, 'callbacks.read', count.by) &&
      (whose === undefined || count.by === whose) &&
      (people === undefined || people.has(count.by)) &&
      (reason === undefined || count.reason === reason),
  );
  const groups = new Map<string, CallCounts>();
  const teamsOf = by === 'team' ? await teamsOfAll(counts, teams) : undefined;
  for (const count of counts)
    for (const group of groupsOf(count, by, teamsOf))
      groups.set(group, plus(groups.get(group) ?? nothing, count));
  const items = [...groups]
    .map(([group, sums]) => ({ group, ...figuresOf(sums) }))
    .toSorted((one, other) => (one.group < other.group ? -1 : 1));
  return { from, to, by, total: figuresOf(counts.reduce<CallCounts>(plus, nothing)), items };
}

function groupsOf(
  count: CallCount,
  by: CallResultsQuery['by'],
  teamsOf: ReadonlyMap<string, readonly string[]> | undefined,
): readonly string[] {
  switch (by) {
    case 'owner':
      return [count.by];
    case 'team':
      return teamsOf?.get(count.by) ?? [noTeam];
    case 'reason':
      return [count.reason];
    case 'day':
      return [count.day];
    default:
      return [count.day.slice(0, 'yyyy-mm'.length)];
  }
}

/** Teams as they are now; who belongs to several counts in each, and who belongs to none is left out. */
async function teamsOfAll(
  counts: readonly CallCount[],
  { teamsOf }: Pick<TeamReader, 'teamsOf'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const people = [...new Set(counts.map(({ by }) => by))];
  const found = await Promise.all(people.map(async (id) => [id, await teamsOf(id)] as const));
  return new Map(found.filter(([, ids]) => ids.length > 0));
}

function figuresOf(sums: CallCounts): CallFigures {
  const { calls, reached, onTime, contacts, closed, scoredAgain: n } = sums;
  const mean = n === 0 ? null : sums.scoreChange / n;
  const variance = n < 2 ? 0 : Math.max(0, sums.scoreChangeSquares - n * (mean ?? 0) ** 2) / (n - 1);
  const interval = meanInterval({ n, mean: mean ?? 0, variance });
  return {
    calls,
    reached: shareOf(reached, calls),
    onTime: shareOf(onTime, calls),
    closed,
    callsPerCallback: closed === 0 ? null : rounded(sums.callsOfClosed / closed),
    hoursToContact: contacts === 0 ? null : rounded(sums.secondsToContact / contacts / 3600),
    contacts,
    scoreChange: {
      n,
      mean: mean === null ? null : rounded(mean),
      interval: interval === undefined ? null : { low: rounded(interval.low), high: rounded(interval.high) },
    },
  };
}

function shareOf(part: number, n: number): CallFigures['reached'] {
  if (n === 0) return { count: part, share: null, interval: null };
  const { low, high } = shareInterval({ n, part });
  const percent = (share: number) => Math.round(share * 1000) / 10;
  return { count: part, share: percent(part / n), interval: { low: percent(low), high: percent(high) } };
}

const rounded = (value: number) => Math.round(value * 100) / 100;

/** `2026-11`, `2026-12` … from the month of one day to that of another. */
function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  const at = new Date(`${from.slice(0, 'yyyy-mm'.length)}-01T00:00:00Z`);
  while (from <= to && months.length <= maximumMonths && at.toISOString().slice(0, 10) <= to) {
    months.push(at.toISOString().slice(0, 'yyyy-mm'.length));
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return months;
}
