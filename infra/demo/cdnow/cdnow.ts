/** The orders of CDNOW, as Fader and Hardie have published them: customer, day, number of CDs, dollars. */

export interface CdnowOrder {
  readonly customer: string;
  /** Its number: that of the customer, the day, and which order of that day it is. */
  readonly number: string;
  readonly day: string;
  readonly pieces: number;
  readonly cents: number;
}

export interface Sums {
  readonly orders: number;
  readonly pieces: number;
  readonly cents: number;
}

const line = /^\s*(\d+)\s+(\d{4})(\d\d)(\d\d)\s+(\d+)\s+(\d+)\.(\d\d)\s*$/;

/** What the first so many customers of the file have ordered. Throws for a line that is none of it. */
export function readCdnow(text: string, customers: number): readonly CdnowOrder[] {
  const seen = new Map<string, number>();
  const people = new Set<string>();
  const orders: CdnowOrder[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const read = line.exec(row);
    if (read === null) {
      if (row.trim() === '' || index === 0) continue;
      throw new Error(`Line ${index + 1} is no order of CDNOW: ${row}`);
    }
    const [, customer = '', year, month, date, pieces, dollars, cents] = read;
    people.add(customer);
    if (people.size > customers) break;
    const day = `${year}-${month}-${date}`;
    const nth = (seen.get(`${customer} ${day}`) ?? 0) + 1;
    seen.set(`${customer} ${day}`, nth);
    orders.push({
      ...{ customer, day, number: `${customer}-${day}-${nth}` },
      ...{ pieces: Number(pieces), cents: Number(dollars) * 100 + Number(cents) },
    });
  }
  return orders;
}

export function sumsOf(orders: readonly CdnowOrder[]): Sums {
  const sum = (of: (order: CdnowOrder) => number) => orders.reduce((all, order) => all + of(order), 0);
  return { orders: orders.length, pieces: sum(({ pieces }) => pieces), cents: sum(({ cents }) => cents) };
}

/** The order as a shop tells it: one price for all its pieces, and taken off what that is too much. */
export function orderToTell({ customer, number, day, pieces, cents }: CdnowOrder) {
  const unitPrice = Math.ceil(cents / pieces);
  return {
    ...{ source: 'cdnow', externalId: number, customer: { externalId: { source: 'cdnow', id: customer } } },
    contents: {
      currency: 'USD',
      lines: [
        {
          ...{ sku: 'CD', name: 'CD', category: 'Music', quantity: pieces, unitPrice },
          discount: unitPrice * pieces - cents,
        },
      ],
    },
    placedAt: `${day}T12:00:00Z`,
  };
}
