import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { askedOwner, hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { recentMonths, type Span } from '../../../../shared/table/periods.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { lastMomentOf } from '../../../../shared/time/days.ts';
import type { Page } from '../../../../shared/values/page.ts';
import { assertReachesThing, type CustomerReader } from '../../../customers/customers/index.ts';
import type { Loop, LoopRow, LoopStatus, LoopSummary } from '../closed-loop.schema.ts';
import type { ClosedLoopStore, LoopFilters } from '../closed-loop.store.ts';

interface Access {
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly principal: Principal;
}

/** Which loops somebody asks for. */
export interface AskedLoops {
  readonly status?: LoopStatus | undefined;
  readonly surveyId?: string | undefined;
  /** Who calls: a person, the caller of the route (`me`) or nobody (`none`). */
  readonly caller?: string | undefined;
}

interface Asked extends AskedLoops, PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One page of loops, of which whoever reaches only own rows sees those that are theirs or of a customer of theirs. */
export async function listLoops(
  { status, surveyId, caller, from, to, ...page }: Asked,
  { loops, ...access }: Access & { readonly loops: Pick<ClosedLoopStore, 'list'> },
): Promise<Page<LoopRow>> {
  const filters = filtersOf({ status, surveyId, caller }, access.principal);
  const { items, cursor } = await loops.list(filters, page, spanOf(from, to));
  return { items: await shownOf(items, access), cursor };
}

export function filtersOf({ status, surveyId, caller }: AskedLoops, principal: Principal): LoopFilters {
  const asked = askedOwner(principal, caller);
  return { status, surveyId, caller: asked === 'none' ? null : asked };
}

/** The months that are asked for, as far as a list goes back. */
function spanOf(from: string | undefined, to: string | undefined): Span {
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid-request', 'There are no such months.', {
      violations: [{ pointer: '/query/from', reason: 'must not lie after `to`' }],
    });
  const recent = recentMonths();
  const [begin, end] = [from && `${from}-01T00:00:00.000Z`, to && lastMomentOf(to)];
  return {
    from: begin !== undefined && begin > recent.from ? begin : recent.from,
    to: end !== undefined && end < recent.to ? end : recent.to,
  };
}

/** Those of the loops that the caller reaches, with the present names of their customers. */
async function shownOf(loops: readonly LoopSummary[], { customers, principal }: Access): Promise<LoopRow[]> {
  const seesAll = principal.rowAccess['callbacks.read'] === 'all';
  const ids = [...new Set(loops.filter(({ erased }) => !erased).map(({ customerId }) => customerId))];
  // A name may lag, for half the price; what the caller may see must not.
  const contacts = await customers.findContacts(ids, { consistent: !seesAll });
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return loops.flatMap((loop) => {
    const contact = byId.get(loop.customerId);
    const named = contact === undefined ? loop : { ...loop, customerName: contact.name };
    return seesAll || (contact !== undefined && isTheirs(loop, contact.owner, principal)) ? [named] : [];
  });
}

function isTheirs(loop: LoopSummary, owner: string | null, principal: Principal): boolean {
  return [loop.caller, owner].some((whose) => hasRowAccess(principal, 'callbacks.read', whose));
}

/** The loops of some of a list that the caller reaches; see `shownOf`, but without names where they need not be read. */
export async function reachedOf(
  loops: readonly LoopSummary[],
  access: Access,
): Promise<readonly LoopSummary[]> {
  return access.principal.rowAccess['callbacks.read'] === 'all' ? loops : shownOf(loops, access);
}

/** A loop of a call of the caller's, or of a customer whom they may reach. */
export async function readLoop(
  loopId: string,
  { loops, customers, principal }: Access & { readonly loops: Pick<ClosedLoopStore, 'find'> },
): Promise<Loop> {
  const loop = await loops.find(loopId);
  if (loop === undefined) throw notFound('loop');
  if (hasRowAccess(principal, 'callbacks.read', loop.caller)) return loop;
  await assertReachesThing('loop', loop.customerId, { customers, permission: 'callbacks.read', principal });
  return loop;
}
