/** What an order is after all that was told of it, in whichever order that has come. */
import { instantAfter } from '../../../shared/time/clock.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import {
  type Order,
  type OrderContents,
  type OrderRecord,
  type OrderStatus,
  type OrderSummary,
  type OrderToTell,
  orderId,
  type Purchase,
  type Step,
  steps,
} from './orders.schema.ts';

/** What is told of an order, once it is known who its customer is. */
export type Told = Omit<OrderToTell, 'customer' | 'toldAt'> & { readonly customerId?: string | undefined };

/** Any instant will do, as long as it is the same for one number. */
const anyInstant = '1970-01-01T00:00:00.000Z';

/** The id of the order that has this number in that system. */
export function idOfOrder({ source, externalId }: Pick<Order, 'source' | 'externalId'>): string {
  return derivedId(orderId, anyInstant, JSON.stringify([source, externalId]));
}

/** What a line comes to. */
export function amountOf({ quantity, unitPrice, discount, tax }: OrderContents['lines'][number]): number {
  return quantity * unitPrice - discount + tax;
}

/** What an order comes to before refunds. */
export function totalOf({ lines, shipping, discount }: OrderContents): number {
  return lines.reduce((sum, line) => sum + amountOf(line), 0) + shipping - discount;
}

export function refundedOf({ refunds }: Pick<OrderRecord, 'refunds'>): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

/**
 * An order after something was told of it. Each thing that can be told (customer, contents, a step, a refund, the channel)
 * goes by the latest that was told of it, so that messages may come twice, late and in any order, and the order is the
 * same in the end: a map of registers of which the last writer wins (Shapiro et al., A comprehensive study of Convergent
 * and Commutative Replicated Data Types, 2011). Of two that were told in the same instant the greater text counts.
 */
export function afterTold(before: OrderRecord, told: Told, toldAt: Instant): OrderRecord {
  const registers = new Map<string, unknown>(
    Object.entries({ ...told, refunds: undefined }).filter(([, value]) => value !== undefined),
  );
  for (const refund of told.refunds ?? []) registers.set(`refund ${refund.id}`, refund);
  const stamps: Record<string, Instant> = { ...before.told };
  const refunds = new Map(before.refunds.map((refund) => [`refund ${refund.id}`, refund]));
  const fields: Record<string, unknown> = {};
  for (const [name, value] of registers) {
    const present = name.startsWith('refund ') ? refunds.get(name) : Reflect.get(before, name);
    if (!isLater({ value, at: toldAt }, { value: present ?? null, at: stamps[name] })) continue;
    stamps[name] = toldAt;
    if (name.startsWith('refund ')) refunds.set(name, value as OrderRecord['refunds'][number]);
    else fields[name] = value ?? undefined;
  }
  return {
    ...before,
    ...fields,
    refunds: [...refunds.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    told: stamps,
  };
}

interface Said {
  readonly value: unknown;
  readonly at: Instant | undefined;
}

function isLater(one: Said, other: Said): boolean {
  if (other.at === undefined || one.at === undefined) return true;
  if (one.at !== other.at) return one.at > other.at;
  return JSON.stringify(one.value) > JSON.stringify(other.value);
}

export function awaitsOf({ customerId, contents, placedAt, erased }: OrderRecord): Order['awaits'] {
  return [
    ...(customerId === undefined && erased === undefined ? (['customer'] as const) : []),
    ...(contents === undefined ? (['contents'] as const) : []),
    ...(placedAt === undefined ? (['placedAt'] as const) : []),
  ];
}

export function statusOf(order: OrderRecord): OrderStatus {
  if (awaitsOf(order).length > 0 || order.contents === undefined) return 'awaited';
  const refunded = refundedOf(order);
  if (refunded > 0 && refunded >= totalOf(order.contents)) return 'refunded';
  if (order.cancelledAt !== undefined) return 'cancelled';
  if (refunded > 0) return 'partly-refunded';
  if (order.deliveredAt !== undefined) return 'delivered';
  if (order.shippedAt !== undefined) return 'shipped';
  return order.paidAt === undefined ? 'placed' : 'paid';
}

/** An order as it is answered. */
export function shownOrder(record: OrderRecord): Order {
  const { erased: _, ...order } = record;
  return {
    ...order,
    status: statusOf(record),
    awaits: awaitsOf(record),
    ...(record.contents === undefined ? {} : { total: totalOf(record.contents) }),
    refunded: refundedOf(record),
  };
}

/** With what the catalogue calls the products of lines that say no name. */
export function withProductNames(order: Order, names: ReadonlyMap<string, string>): Order {
  const { contents } = order;
  if (contents === undefined || names.size === 0) return order;
  const lines = contents.lines.map((line) => {
    const productName = line.name === undefined ? names.get(line.sku) : undefined;
    return productName === undefined ? line : { ...line, productName };
  });
  return { ...order, contents: { ...contents, lines } };
}

export function rowOf(record: OrderRecord): OrderSummary {
  const { id, source, externalId, customerId, placedAt, channel, contents } = record;
  return {
    ...{ id, source, externalId, customerId, placedAt, channel },
    status: statusOf(record),
    total: contents && totalOf(contents),
    refunded: refundedOf(record),
    currency: contents?.currency,
    lines: contents?.lines.length ?? 0,
    pieces: (contents?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

/** What stands with the customer; undefined while nobody knows whose order it is. */
export function purchaseOf(record: OrderRecord): Purchase | undefined {
  const { id, customerId, contents, placedAt, createdAt } = record;
  if (customerId === undefined) return undefined;
  const status = statusOf(record);
  const counts = status !== 'awaited' && status !== 'cancelled' && contents !== undefined;
  return {
    ...{ customerId, orderId: id, sortedAt: placedAt ?? createdAt, status },
    currency: contents?.currency,
    net: counts ? totalOf(contents) - refundedOf(record) : 0,
    lines: (contents?.lines ?? []).map((line) => ({
      ...{ sku: line.sku, category: line.category, quantity: line.quantity, amount: amountOf(line) },
    })),
  };
}

/** Whether the order still is one in which this step has happened: neither taken back, cancelled nor given back as a whole. */
export function standsAs(order: OrderRecord, step: Step): boolean {
  const status = statusOf(order);
  const counts = status !== 'awaited' && status !== 'cancelled' && status !== 'refunded';
  return counts && order[step] !== undefined;
}

/** What is told later than this is history: nobody is to be asked how they liked a parcel of last year. */
const recentDays = 30;

/** The step that a change has brought, if it has just happened: the last one of several. */
export function stepBrought(
  before: OrderRecord | undefined,
  after: OrderRecord,
  at: Instant,
): Step | 'refunds' | undefined {
  if (awaitsOf(after).length > 0) return undefined;
  const since = instantAfter(at, { days: -recentDays });
  const known = new Set(before?.refunds.map(({ id }) => id));
  if (after.refunds.some(({ id, at: given, amount }) => !known.has(id) && amount > 0 && given >= since))
    return 'refunds';
  const isNew = before === undefined || awaitsOf(before).length > 0 || before.customerId !== after.customerId;
  return steps.findLast((step) => {
    const happened = after[step];
    return happened !== undefined && happened >= since && (isNew || before?.[step] === undefined);
  });
}
