import { isDeepStrictEqual } from 'node:util';
import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import type { EventContext, EventDeclaration } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
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
  type OrderCustomer,
  type OrderRecord,
  type OrderToTell,
  steps,
} from '../orders.schema.ts';
import type { OrdersStore } from '../orders.store.ts';

interface Context {
  readonly orders: Pick<OrdersStore, 'find' | 'create' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact' | 'findIdentified'>;
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
  const { toldAt = origin.at, customer: named, ...told } = input;
  assertHasHappened(input, origin.at);
  const id = idOfOrder({ source, externalId });
  const [before, customer] = await Promise.all([
    orders.find(id),
    named === undefined ? undefined : customerOf(named, context),
  ]);
  const present: OrderRecord = before ?? {
    ...{ id, version: 0, source, externalId, refunds: [], told: {} },
    ...{ createdAt: origin.at, updatedAt: origin.at },
  };
  // What stands with a record that was merged since stays there, for the merge may be taken back.
  const { customerId: known = '' } = present;
  const isKnown = customer !== undefined && idsOf(customer).includes(known);
  const merged = afterTold(present, { ...told, customerId: isKnown ? known : customer?.id }, toldAt);
  const after = { ...merged, version: present.version + 1, updatedAt: origin.at };
  assertAddsUp(after, input);
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
async function customerOf(named: OrderCustomer, { customers }: Context): Promise<Contact> {
  const { customerId, externalId, email, phone } = named;
  const found =
    customerId === undefined
      ? await customers.findIdentified({ externalId, email, phone })
      : await customers.findContact(customerId);
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

function assertAddsUp(order: OrderRecord, input: OrderToTell): void {
  const at = input.refunds === undefined ? '/body/contents' : '/body/refunds';
  const refuse = (pointer: string, reason: string) => {
    throw new AppError('invalid-request', 'The order does not add up.', {
      violations: [{ pointer, reason }],
    });
  };
  if (order.refunds.length > maximumRefunds)
    refuse('/body/refunds', `An order has at most ${maximumRefunds} refunds.`);
  if (order.contents === undefined) return;
  const total = totalOf(order.contents);
  if (total < 0) refuse('/body/contents/discount', 'must not be more than what it is taken off');
  if (total > maximumTotal) refuse('/body/contents', `must not come to more than ${maximumTotal}`);
  const refunded = refundedOf(order);
  if (refunded > total) refuse(at, `Refunds come to ${refunded}, and the order to ${total}.`);
}

function isSame({ version: _, updatedAt: _at, ...before }: OrderRecord, after: OrderRecord): boolean {
  const { version: _version, updatedAt: _updatedAt, ...rest } = after;
  return isDeepStrictEqual(before, rest);
}
