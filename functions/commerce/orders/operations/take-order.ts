import { isDeepStrictEqual } from 'node:util';
import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import type { EventContext, EventDeclaration } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CustomerReference } from '../../../customers/customers/customers.schema.ts';
import {
  type Contact,
  type CustomerReader,
  customerStays,
  idsOf,
} from '../../../customers/customers/index.ts';
import {
  orderCancelled,
  orderChanged,
  orderDelivered,
  orderPaid,
  orderPlaced,
  orderRecorded,
  orderRefunded,
  orderShipped,
} from '../orders.events.ts';
import { afterTold, idOfOrder, refundedOf, shownOrder, stepBrought, totalOf } from '../orders.rules.ts';
import {
  maximumRefunds,
  maximumTotal,
  type Order,
  type OrderRecord,
  type OrderToTell,
  steps,
} from '../orders.schema.ts';
import type { OrdersStore } from '../orders.store.ts';

interface Context {
  readonly orders: Pick<OrdersStore, 'find' | 'create' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findNamed'>;
  readonly origin: EventContext;
}

/** What is told of an order, by its number in the system that tells it. */
export interface OrderTold {
  readonly source: string;
  readonly externalId: string;
  readonly input: OrderToTell;
}

export interface Taken extends Change<Order> {
  readonly created: boolean;
}

const eventOf = {
  placedAt: orderPlaced,
  paidAt: orderPaid,
  shippedAt: orderShipped,
  deliveredAt: orderDelivered,
  cancelledAt: orderCancelled,
  refunds: orderRefunded,
} as const;

/**
 * Takes in what a system tells of an order. Telling the same again changes nothing, and messages may come in any order.
 * Throws `invalid-request` for a customer who is not there, a time to come, and refunds of more than the order.
 */
export async function takeOrder({ source, externalId, input }: OrderTold, context: Context): Promise<Taken> {
  const { orders, origin } = context;
  const { toldAt: said = origin.at, customer: named, ...told } = input;
  assertHasHappened(input, origin.at);
  // A clock that runs ahead must not outdo what is told next.
  const toldAt = said < origin.at ? said : origin.at;
  const id = idOfOrder({ source, externalId });
  const [before, customer] = await Promise.all([
    orders.find(id),
    named === undefined ? undefined : customerOf(named, context),
  ]);
  if (before === undefined) assertTellsSomething(input);
  const present: OrderRecord = before ?? {
    ...{ id, version: 0, source, externalId, refunds: [], told: {} },
    ...{ createdAt: origin.at, updatedAt: origin.at },
  };
  // What stands with a record that was merged since stays there, for the merge may be taken back.
  const { customerId: known = '' } = present;
  const isKnown = customer !== undefined && idsOf(customer).includes(known);
  const merged = afterTold(present, { ...told, customerId: isKnown ? known : customer?.id }, toldAt);
  const after = { ...merged, version: present.version + 1, updatedAt: origin.at };
  assertAddsUp({ before, after, input });
  if (before !== undefined && isSame(before, after))
    return { result: shownOrder(before), writes: [], created: false };
  const step = stepBrought(before, after, origin.at);
  const otherwise: EventDeclaration = before === undefined ? orderRecorded : orderChanged;
  const declaration = step === undefined ? otherwise : eventOf[step];
  const writes =
    before === undefined
      ? orders.create(after, declaration, origin)
      : orders.change(before, after, declaration, origin);
  const { customerId } = after;
  // Whoever is being erased gets no more orders.
  const stays =
    customerId === undefined || customerId === before?.customerId ? [] : [customerStays(customerId)];
  return {
    result: shownOrder(after),
    writes: [...writes, ...stays],
    created: before === undefined,
  };
}

/** The customer by what identifies them; of a record that was merged into another one that one. */
async function customerOf(named: CustomerReference, { customers }: Context): Promise<Contact> {
  const found = await customers.findNamed(named);
  if (found !== undefined) return found;
  const [name = ''] = Object.keys(named);
  throw new AppError('invalid-request', 'The customer of the order is not known.', {
    violations: [
      { pointer: `/body/customer/${name}`, reason: 'There is no such customer. Create them first.' },
    ],
  });
}

/** Clocks differ by some minutes; no shop kept orders here before computers counted time. */
const toleranceMinutes = 5;
const earliest = '1970-01-01T00:00:00.000Z';

function assertHasHappened(input: OrderToTell, now: Instant): void {
  const latest = instantAfter(now, { minutes: toleranceMinutes });
  const told = [
    ...[...steps, 'toldAt' as const].map((name) => [`/body/${name}`, input[name]] as const),
    ...(input.refunds ?? []).map(({ at }, index) => [`/body/refunds/${index}/at`, at] as const),
  ];
  const violations = told.flatMap(([pointer, at]): Violation[] =>
    at === undefined || at === null || (at >= earliest && at <= latest)
      ? []
      : [{ pointer, reason: `must lie between ${earliest} and now, ${now}` }],
  );
  if (violations.length > 0)
    throw new AppError('invalid-request', 'What is told of an order has happened.', { violations });
}

/** An order of which nothing is known would stand in the list for ever. */
function assertTellsSomething({ toldAt: _, ...told }: OrderToTell): void {
  if (Object.values(told).some((value) => value !== undefined && value !== null)) return;
  throw new AppError('invalid-request', 'Nothing is told of this order, and nothing was before.', {
    violations: [{ pointer: '/body', reason: 'Tell its customer, its contents or one of its steps.' }],
  });
}

interface Told {
  readonly before: OrderRecord | undefined;
  readonly after: OrderRecord;
  readonly input: OrderToTell;
}

function assertAddsUp(told: Told): void {
  const violation = wrongIn(told);
  if (violation !== undefined)
    throw new AppError('invalid-request', 'The order does not add up.', { violations: [violation] });
}

function wrongIn({ before, after: { refunds, contents }, input }: Told): Violation | undefined {
  const [most, mostEver] = [maximumRefunds, 2 * maximumRefunds];
  if (refunds.filter(({ amount }) => amount > 0).length > most)
    return { pointer: '/body/refunds', reason: `An order has at most ${most} refunds.` };
  if (refunds.length > mostEver)
    return {
      pointer: '/body/refunds',
      reason: `An order has at most ${mostEver} refunds, with those taken back.`,
    };
  if (contents === undefined) return undefined;
  const [total, refunded] = [totalOf(contents), refundedOf({ refunds })];
  if (total < 0)
    return { pointer: '/body/contents/discount', reason: 'must not be more than what it is taken off' };
  if (total > maximumTotal)
    return { pointer: '/body/contents', reason: `must not come to more than ${maximumTotal}` };
  if (refunded > total)
    return {
      pointer: input.refunds === undefined ? '/body/contents' : '/body/refunds',
      reason: `Refunds come to ${refunded}, and the order to ${total}. One that was told by mistake is taken back with the amount 0.`,
    };
  const currency = before?.contents?.currency;
  if (refunded > 0 && currency !== undefined && currency !== contents.currency)
    return {
      pointer: '/body/contents/currency',
      reason: `Its refunds were given in ${currency}. Take them back with the amount 0 first.`,
    };
  return undefined;
}

function isSame({ version: _, updatedAt: _at, ...before }: OrderRecord, after: OrderRecord): boolean {
  const { version: _version, updatedAt: _updatedAt, ...rest } = after;
  return isDeepStrictEqual(before, rest);
}
