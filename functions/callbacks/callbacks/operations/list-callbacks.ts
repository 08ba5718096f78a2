import { AppError } from '../../../../shared/errors/app-error.ts';
import { askedOwner, hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { askedTogether } from '../../../../shared/table/list-choice.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import { recentMonths } from '../../../../shared/table/periods.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import { resolveWallTime, wallTimeAt } from '../../../../shared/time/zones.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Page } from '../../../../shared/values/page.ts';
import { type Contact, type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { isOpen } from '../callbacks.rules.ts';
import {
  type CallbackRow,
  type CallbackSummary,
  onTimeMinutes,
  openStatuses,
  type StatusFilter,
  type WhenFilter,
} from '../callbacks.schema.ts';
import type { CallbacksStore, Until, Whose } from '../callbacks.store.ts';
import { inWordsOf } from '../callbacks.texts.ts';
import { mayReach } from './callback-access.ts';

type ListRequest = Pick<PageRequest, 'limit' | 'cursor'> & {
  readonly status?: StatusFilter | undefined;
  readonly reason?: CallbackSummary['reason'] | undefined;
  /** Only those closed then, with this result. */
  readonly closed?: {
    readonly from: string | undefined;
    readonly to: string | undefined;
    readonly reached: boolean | undefined;
    readonly onTime: boolean | undefined;
  };
  /** Only those that were promised for then or before. */
  readonly until?: Until | undefined;
};

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'listOpen' | 'listClosed'>;
  readonly customers: Pick<CustomerReader, 'findContacts' | 'getReachable'>;
  readonly teams: TeamReader;
  readonly principal: Principal;
  /** Of what the system says. */
  readonly language: Language;
}

/**
 * Callbacks of one person or of the people of a team, with the owner `none` of nobody or those that wait for that team,
 * with `all` of the whole department. Closed ones are of whoever closed them.
 */
export async function listCallbacks(
  {
    owner,
    team,
    when,
    from,
    to,
    reached,
    onTime,
    ...listed
  }: Omit<ListRequest, 'until' | 'closed'> & {
    readonly owner?: string | undefined;
    readonly team?: string | undefined;
    readonly when?: WhenFilter | undefined;
  } & ClosedFilters,
  context: Context & { readonly staff: Pick<StaffReader, 'find'>; readonly at: Instant },
): Promise<Page<CallbackRow>> {
  const { principal, teams } = context;
  const asked = { ...listed, closed: closedIn({ from, to, reached, onTime }, listed) };
  if (when !== undefined && asked.status !== undefined && !openStatuses.some((each) => each === asked.status))
    throw unlisted('Closed callbacks are not due.', 'when', 'goes only with open ones');
  const request =
    when === undefined ? asked : { ...asked, until: { when, at: await untilOf(when, context) } };
  if (team !== undefined) {
    if (owner === 'none') return list({ queueOf: await teams.idOf(team) }, request, context);
    if (owner !== undefined) throw askedTogether('team', 'owner');
    return list({ owner: await teams.peopleOf(team, 'callbacks.read', principal) }, request, context);
  }
  if (owner === 'none') return list('team', request, context);
  const whose = askedOwner(principal, owner) ?? principal.id;
  if (!hasRowAccess(principal, 'callbacks.read', whose)) {
    throw new AppError(
      'forbidden',
      'Your role shows you your own queue, with team=me those that your teams open to you and, with owner=none, that of nobody.',
    );
  }
  return list(owner === 'all' ? 'department' : { owner: whose }, request, context);
}

interface ClosedFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reached?: 'true' | 'false' | undefined;
  readonly onTime?: 'true' | 'false' | undefined;
}

/** Which of the closed ones are asked for. Throws `invalid-request` where open ones are. */
function closedIn(filters: ClosedFilters, { status }: Pick<ListRequest, 'status'>) {
  const isOfOpen = status === undefined || (status !== 'closed' && isOpen({ status }));
  const [misplaced] = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (isOfOpen && misplaced !== undefined)
    throw unlisted('Open callbacks have not ended yet.', misplaced, 'goes only with closed ones');
  const { from, to, reached, onTime } = filters;
  if (from !== undefined && to !== undefined && to < from)
    throw unlisted('There are no such days.', 'to', 'must be the day of "from" or later');
  const said = (value: 'true' | 'false' | undefined) => (value === undefined ? undefined : value === 'true');
  return { from, to, reached: said(reached), onTime: said(onTime) };
}

function unlisted(detail: string, field: string, reason: string): AppError {
  return new AppError('invalid-request', detail, { violations: [{ pointer: `/query/${field}`, reason }] });
}

/** Until when those were promised which are due, come today, or are overdue. */
async function untilOf(
  when: WhenFilter,
  { principal, staff, at }: { principal: Principal; staff: Pick<StaffReader, 'find'>; at: Instant },
): Promise<Instant> {
  if (when === 'due') return at;
  if (when === 'overdue') return instantAfter(at, { minutes: -onTimeMinutes });
  const timeZone = (await staff.find(principal.id))?.timeZone ?? 'UTC';
  const tomorrow = dayAfter(wallTimeAt(at, timeZone).slice(0, 'yyyy-mm-dd'.length));
  return instantAfter(resolveWallTime(`${tomorrow}T00:00`, timeZone).instant, { seconds: -1 });
}

/** Callbacks of a customer whom the caller may reach, as far as the caller may open them. */
export async function listCustomerCallbacks(
  { customerId, ...request }: ListRequest & { readonly customerId: string },
  context: Context,
): Promise<Page<CallbackRow>> {
  const customer = await context.customers.getReachable(customerId, 'callbacks.read', context.principal);
  const found = await listRows({ customerId: anyOf(idsOf(customer)) }, request, context);
  const shown = found.items.filter((row) => mayReach(row, 'callbacks.read', context.principal));
  return { ...found, items: await withContacts(shown, context) };
}

async function list(whose: Whose, request: ListRequest, context: Context): Promise<Page<CallbackRow>> {
  const found = await listRows(whose, request, context);
  return { ...found, items: await withContacts(found.items, context) };
}

async function listRows(
  whose: Whose,
  { status, reason, until, closed, ...page }: ListRequest,
  { callbacks }: Context,
): Promise<Page<CallbackSummary>> {
  if (status === 'closed' || (status !== undefined && !isOpen({ status }))) {
    const { from, to, ...narrowing } = closed ?? {};
    const request = { ...page, ...closedBetween(from, to) };
    const ofStatus = status === 'closed' ? {} : { status };
    return callbacks.listClosed(whose, { ...request, narrowing: { ...ofStatus, reason, ...narrowing } });
  }
  const found = await callbacks.listOpen(whose, { ...page, narrowing: { status, reason }, until });
  if (until === undefined) return found;
  // One that somebody works on before its time stands before those that are due.
  return { ...found, items: found.items.filter(({ dueAt }) => dueAt <= until.at) };
}

/** Days, whose ends belong to them. */
function closedBetween(from: string | undefined, to: string | undefined): Partial<PageRequest> {
  if (from === undefined && to === undefined) return {};
  const between = {
    from: from === undefined ? undefined : `${from}T00:00:00.000Z`,
    to: to === undefined ? undefined : `${to}T23:59:59.999Z`,
  };
  const recent = recentMonths();
  return { between, span: { from: between.from ?? recent.from, to: between.to ?? recent.to } };
}

/**
 * The rows with the present name and number of their customers, for half a read unit each: a number that was copied
 * when the promise was made would be the wrong one to dial. Whose work is done sees no more of a colleague's customer
 * than the name by which they called.
 */
async function withContacts(
  rows: readonly CallbackSummary[],
  { customers, language, principal }: Context,
): Promise<CallbackRow[]> {
  const ids = [...new Set(rows.map(({ customerId }) => customerId))];
  const contacts = await customers.findContacts(ids, { consistent: false });
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return rows.map((row) => {
    const known = byId.get(row.customerId);
    const isTheirs =
      known !== undefined && (isOpen(row) || hasRowAccess(principal, 'callbacks.read', known.owner));
    const contact = isTheirs ? known : undefined;
    const shown = { ...inWordsOf(row, language), ...callerOf(row) };
    return contact === undefined ? shown : { ...shown, customerName: contact.name, ...waysTo(contact) };
  });
}

/** Who called last is not written where that is who has closed the call. */
function callerOf({ calledBy, status, closedBy }: CallbackSummary): Pick<CallbackRow, 'calledBy'> {
  const isCloser = status === 'completed' && closedBy?.kind === 'person';
  return { calledBy: calledBy ?? (isCloser ? closedBy.id : undefined) };
}

/** The number to call; where none is known, which is said, the address to write to. */
function waysTo({ phone, email }: Contact): Pick<CallbackRow, 'customerPhone' | 'customerEmail'> {
  return phone === undefined ? { customerPhone: null, customerEmail: email } : { customerPhone: phone };
}
