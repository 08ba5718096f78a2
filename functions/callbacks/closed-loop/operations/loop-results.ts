import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { periodOf } from '../../../../shared/table/periods.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { LoopResults, LoopSummary } from '../closed-loop.schema.ts';
import type { ClosedLoopStore } from '../closed-loop.store.ts';
import { type AskedLoops, filtersOf, reachedOf } from './list-loops.ts';
import { timesOf } from './times-of-loops.ts';

interface Asked extends AskedLoops {
  readonly by: LoopResults['by'];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Context {
  readonly loops: Pick<ClosedLoopStore, 'listMonth'>;
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly principal: Principal;
  readonly at: string;
}

const mostMonths = 12;
const mostLoops = 5000;

const keys: Readonly<Record<LoopResults['by'], (loop: LoopSummary) => string | null>> = {
  caller: ({ caller }) => caller,
  survey: ({ surveyId }) => surveyId,
  month: ({ answeredAt }) => periodOf('month', answeredAt),
  rule: ({ rule }) => rule,
};

/** How long the steps took, and what they have changed: counted from the lists of some months, the newest first. */
export async function loopResults(asked: Asked, { loops, at, ...access }: Context): Promise<LoopResults> {
  const to = asked.to ?? periodOf('month', at);
  const from = asked.from ?? to;
  const filters = filtersOf(asked, access.principal);
  const found: LoopSummary[] = [];
  for (const month of monthsBetween(from, to).toReversed()) {
    // One more than is counted tells that there are more.
    found.push(...(await loops.listMonth(month, mostLoops + 1 - found.length, filters)));
    if (found.length > mostLoops) break;
  }
  const counted = await reachedOf(found.slice(0, mostLoops), access);
  const groups = [...Map.groupBy(counted, keys[asked.by])].map(([key, each]) => ({ key, ...timesOf(each) }));
  const inOrder = groups.toSorted((one, other) => String(one.key).localeCompare(String(other.key)));
  return { from, to, by: asked.by, complete: found.length <= mostLoops, groups: inOrder };
}

function monthsBetween(from: string, to: string): readonly string[] {
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const count = number(to) - number(from) + 1;
  if (count < 1 || count > mostMonths)
    throw new AppError('invalid-request', 'These months cannot be counted together.', {
      violations: [
        {
          pointer: '/query/from',
          reason:
            count < 1 ? 'must not lie after `to`' : `must lie at most ${mostMonths} months back from \`to\``,
        },
      ],
    });
  return Array.from({ length: count }, (_, index) => {
    const month = number(from) + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
