import { AppError } from '../../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Customer } from '../../../customers/customers/customers.schema.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterTest } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import { dayOf, latestOf, planLimit, wantedAt } from '../plans.rules.ts';
import type { Preview, PreviewRequest, SkipReason } from '../plans.schema.ts';
import { skipReasons } from '../plans.schema.ts';
import type { EntriesStore } from '../plans.store.ts';
import { type CheckContext, violationsOf } from './change-plan.ts';
import type { DayLimit } from './day-room.ts';
import { type SkipContext, whySkipped } from './why-skipped.ts';

interface Context extends Omit<CheckContext, 'surveys' | 'lists'>, SkipContext {
  readonly entries: Pick<EntriesStore, 'lastContact'>;
  readonly customers: Pick<CustomerReader, 'drawSample' | 'findMany' | 'listEverybody'>;
  readonly lists: Pick<ListReader, 'isThere' | 'membersIn' | 'listMembers'>;
  readonly dayLimits: () => Promise<DayLimit>;
  readonly at: Instant;
}

/** So many are drawn by lot, and so many of those whom the plan means are looked at closely. */
const sampleSize = 1000;
const closelySize = 100;

/** A sample that is so small tells that all can be read at once. */
const fewInSample = 250;

/** Looks at so many at once. */
const atOnce = 10;

/** What a plan would come to, from a sample. Costs a read unit for each who is drawn, and some more for a hundred of them. */
export async function previewPlan(request: PreviewRequest, context: Context): Promise<Preview> {
  const { everyDays } = request;
  const violations = await violationsOf(request.audience, context);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The plan is not possible.', { violations });
  const { meant, customers, isExact } = await drawMeant(request, context);
  const looked = meant.slice(0, closelySize);
  const found: { isDue: boolean; because: SkipReason | undefined }[] = [];
  for (let start = 0; start < looked.length; start += atOnce)
    found.push(
      ...(await Promise.all(looked.slice(start, start + atOnce).map((each) => look(each, request, context)))),
    );
  const skipped = Object.fromEntries(
    skipReasons.map((reason) => [reason, found.filter(({ because }) => because === reason).length]),
  ) as Record<SkipReason, number>;
  return {
    customers,
    isExact,
    perWeek: Math.round((customers * 70) / everyDays) / 10,
    roomPerWeek: await roomOfWeek(request, context),
    lookedAt: looked.length,
    dueNow: found.filter(({ isDue }) => isDue).length,
    skipped,
  };
}

/** Some of the customers who are meant, and how many are in all. */
async function drawMeant(
  { audience }: PreviewRequest,
  { customers, lists, at }: Context,
): Promise<{ readonly meant: readonly Customer[]; readonly customers: number; readonly isExact: boolean }> {
  if (audience.kind === 'list') {
    const { items } = await lists.listMembers(audience.listId, { limit: closelySize });
    const meant = await customers.findMany(items.map(({ customerId }) => customerId));
    return { meant, customers: (await lists.membersIn(audience.listId)) ?? 0, isExact: true };
  }
  const isMeant = audience.kind === 'all' ? () => true : filterTest(asFilter(audience.filter), at);
  const sample = await customers.drawSample(sampleSize + 1);
  if (sample.customerIds.length > fewInSample) {
    const meant = (await customers.findMany(sample.customerIds)).filter(isMeant);
    return { meant, customers: Math.round(meant.length / sample.share), isExact: false };
  }
  const all = await customers.listEverybody();
  const meant = (await customers.findMany(all)).filter(isMeant);
  return { meant, customers: meant.length, isExact: true };
}

async function look(
  customer: Customer,
  { everyDays }: PreviewRequest,
  context: Context,
): Promise<{ readonly isDue: boolean; readonly because: SkipReason | undefined }> {
  const { at, entries } = context;
  const contact = await entries.lastContact(idsOf(customer), instantAfter(at, { days: -everyDays }));
  const isDue = wantedAt(latestOf(customer.id, { contact }), everyDays) <= at;
  return { isDue, because: await whySkipped(customer, context) };
}

async function roomOfWeek({ perDay }: PreviewRequest, { dayLimits, at }: Context): Promise<number | null> {
  const limit = await dayLimits();
  const days = Array.from({ length: 7 }, (_, index) => dayAfter(dayOf(at), index + 1));
  const rooms = days.map((day) => {
    const staff = limit(day);
    return Math.min(staff ?? Number.POSITIVE_INFINITY, planLimit({ perDay }, staff));
  });
  const sum = rooms.reduce((all, each) => all + each, 0);
  return Number.isFinite(sum) ? sum : null;
}
