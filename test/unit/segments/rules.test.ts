/** When rules turn, which part of them decides, and in which order segments are held. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clauseOf,
  factFields,
  means,
  readRule,
  type Subject,
  turnOf,
} from '../../../functions/commerce/segments/operations/read-rule.ts';
import {
  circleOf,
  inOrder,
  isSame,
  placesAfter,
} from '../../../functions/commerce/segments/segments.rules.ts';
import { NewSegment } from '../../../functions/commerce/segments/segments.schema.ts';
import { asFilter } from '../../../functions/customers/filters/filters.schema.ts';
import { filterText, filterViolations } from '../../../functions/customers/filters/index.ts';

const at = '2026-11-26T09:00:00.000Z';
const CustomerRuleSchema = NewSegment.shape.filter;
const read = (filter: object) => asFilter(CustomerRuleSchema.parse(filter));
const where = (field: string, op: string, value: unknown, narrowed?: object) => ({
  ...{ field, op, value },
  ...(narrowed === undefined ? {} : { where: narrowed }),
});

const order = (day: string, fields: object = {}) => ({
  ...{ customerId: 'customer_a', orderId: `order_${day}`, sortedAt: `${day}T10:00:00.000Z`, status: 'paid' },
  ...{ currency: 'CNY', net: 1000, lines: [{ sku: 'TEA', category: 'Tea', quantity: 1, amount: 1000 }] },
  ...fields,
});

const subject = (fields: object = {}): Subject =>
  ({
    ...{ kind: 'person', name: '王芳', language: 'zh-CN', timeZone: 'Asia/Shanghai', stage: 'active' },
    ...{ tags: [], owner: null, createdAt: '2026-11-20T10:00:00.000Z', updatedAt: at },
    ...{ found: { orders: [], consents: [] }, segments: [] },
    ...fields,
  }) as unknown as Subject;
const buyer = (...orders: object[]) => subject({ found: { orders, consents: [] } });

describe('a rule', () => {
  const bought = buyer(
    order('2026-08-01'),
    order('2026-11-01', {
      net: 1500,
      lines: [
        { sku: 'CUP', category: 'Ware', quantity: 1, amount: 600 },
        { sku: 'TEA', category: 'Tea', quantity: 1, amount: 900 },
      ],
    }),
    order('2026-11-20', { currency: 'USD', net: 300 }),
  );
  it.each([
    [where('orders.count', 'eq', 3), true],
    [where('orders.count', 'eq', 2, { lastDays: 26 }), true],
    [where('orders.count', 'eq', 2, { lastDays: 25 }), false],
    [where('orders.count', 'eq', 1, { from: '2026-08-01', to: '2026-08-31' }), true],
    [where('orders.count', 'eq', 1, { product: 'CUP' }), true],
    [where('orders.sum', 'eq', 2500, { currency: 'CNY' }), true],
    [where('orders.sum', 'eq', 0, { currency: 'EUR' }), true],
    [where('orders.sum', 'eq', 1900, { currency: 'CNY', category: 'Tea' }), true],
    [where('orders.average', 'eq', 1250, { currency: 'CNY' }), true],
    [where('orders.average', 'exists', false, { currency: 'EUR' }), true],
    [where('orders.first', 'before', '2026-08-02'), true],
    [where('orders.last', 'withinLastDays', 7), true],
    [where('orders.last', 'withinLastDays', 6), false],
    [where('orders.products', 'contains', 'cup'), true],
    [where('orders.categories', 'in', ['Books', 'Ware']), true],
    [where('orders.categories', 'contains', 'Ware', { lastDays: 7 }), false],
    [where('consents.surveys.email', 'eq', 'granted'), true],
    [where('consents.marketing.email', 'eq', 'granted'), false],
    [where('segments', 'contains', 'segment_a'), false],
  ])('%j is %s', (filter, is) => {
    expect(means(read(filter), bought, at)).toBe(is);
    expect(means(read({ not: filter }), bought, at)).toBe(!is);
  });

  it('turns on the day on which an order is too old, and on none on which it stays as it is', () => {
    const two = buyer(order('2026-11-01'), order('2026-11-10'));
    const few = read(where('orders.count', 'lt', 1, { lastDays: 30 }));
    // The first one leaves on 1 December, which turns nothing: the second one is there until the tenth.
    expect(turnOf(few, two, at)).toBe('2026-12-10T00:00:00.000Z');
    expect(turnOf(read(where('orders.count', 'gt', 1, { lastDays: 30 })), two, at)).toBe(
      '2026-12-01T00:00:00.000Z',
    );
    expect(turnOf(read(where('orders.count', 'gt', 0)), two, at)).toBeUndefined();
    expect(turnOf(read(where('createdAt', 'withinLastDays', 7)), two, at)).toBe('2026-11-27T00:00:00.000Z');
  });

  it('has conditions that can be asked, and says what is wrong with others', () => {
    const asker = { definitions: [], sees: () => true, seesContact: false, facts: factFields };
    const wrong = (filter: object) => filterViolations(read(filter), asker, '/body/filter');
    expect(wrong(where('orders.count', 'gt', 1, { lastDays: 30, product: 'TEA' }))).toEqual([]);
    expect(wrong({ and: [where('orders.size', 'gt', 1)] })).toMatchObject([
      { pointer: '/body/filter/and/0/field', reason: expect.stringContaining('orders.count') },
    ]);
    const pointers = (filter: object) => wrong(filter).map(({ pointer }) => pointer);
    expect(pointers(where('orders.count', 'contains', 1))).toEqual(['/body/filter/op']);
    expect(pointers(where('orders.count', 'gt', 'many'))).toEqual(['/body/filter/value']);
    expect(pointers(where('orders.sum', 'gt', 1))).toEqual(['/body/filter/where/currency']);
    expect(pointers(where('orders.count', 'gt', 1, { lastDays: 0 }))).toEqual([
      '/body/filter/where/lastDays',
    ]);
    expect(pointers(where('orders.count', 'gt', 1, { shop: 'x' }))).toEqual(['/body/filter/where/shop']);
    expect(pointers(where('orders.count', 'gt', 1, { lastDays: 3, to: '2026-01-01' }))).toEqual([
      '/body/filter/where/lastDays',
    ]);
    expect(pointers(where('orders.count', 'gt', 1, { from: '2026-02-01', to: '2026-01-01' }))).toEqual([
      '/body/filter/where/to',
    ]);
    expect(pointers(where('stage', 'eq', 'active', { lastDays: 3 }))).toEqual([
      '/body/filter/where/lastDays',
    ]);
    expect(pointers(where('consents.care.sms', 'eq', 'granted'))).toEqual(['/body/filter/field']);
  });

  it('of too many conditions, or too deep ones, is refused with where it is too much', () => {
    const told = (filter: object) =>
      CustomerRuleSchema.safeParse(filter).error?.issues.map(
        ({ path, message }) => `${path.join('/')} ${message}`,
      );
    const condition = where('orders.count', 'gt', 1);
    const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ not: inner }), condition);
    expect(told(deep)?.[0]).toBe(
      'not/not/not/not/not/not lies too deep: at most 5 groups stand in one another',
    );
    expect(told({ or: Array.from({ length: 1000 }, () => condition) })?.[0]).toContain('is too long');
    const short = where('kind', 'eq', 'x');
    expect(told({ or: Array.from({ length: 51 }, () => short) })?.[0]).toBe(
      'or/50 is one too many: at most 50 conditions',
    );
  });

  it('reads as a sentence of either language', () => {
    const rule = read({
      and: [
        where('orders.sum', 'gt', 100_000, { currency: 'CNY', lastDays: 90 }),
        where('consents.marketing.email', 'eq', 'granted'),
        where('segments', 'contains', 'segment_a'),
      ],
    });
    const words = { facts: factFields, nameOf: () => undefined };
    expect(filterText(rule, 'en', [], words)).toBe(
      'sum of orders (within the last 90 days, currency "CNY") is above 100000 and consent to marketing by e-mail is "granted" and segments contains "segment_a"',
    );
    expect(filterText(rule, 'zh-CN', [], words)).toBe(
      '订单总额（最近 90 天、币种“CNY”）大于 100000 且 营销的邮件授权为“同意” 且 分群包含“segment_a”',
    );
  });

  it('names the part that has decided', () => {
    const rule = read({
      and: [
        where('tags', 'contains', 'vip'),
        { or: [where('orders.count', 'gt', 1), where('kind', 'eq', 'company')] },
      ],
    });
    const isTouched = ({ field }: { field: string }) => field === 'orders.count';
    const named = (of: Subject) => clauseOf(rule, of, { at, isTouched });
    const orders = [order('2026-11-01'), order('2026-11-02')];
    expect(named(subject({ tags: ['vip'], found: { orders, consents: [] } }))).toBe('/and/1/or/0');
    expect(named(subject({ found: { orders, consents: [] } }))).toBe('/and/0');
    expect(named(subject({ tags: ['vip'] }))).toBe('/and/1/or/0');
    expect(clauseOf(rule, subject({ tags: ['vip'] }), { at, isTouched: () => false })).toBe('/and/1');
  });

  it('is held again exactly when it turns', () => {
    const day = fc
      .integer({ min: -120, max: 20 })
      .map((days) => new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10));
    const dated = fc.constantFrom(3, 10, 30, 90);
    const condition = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 2 }), dated)
        .map(([count, lastDays]) => where('orders.count', 'gt', count, { lastDays })),
      dated.map((days) => where('orders.last', 'withinLastDays', days)),
      dated.map((days) => where('orders.first', 'withinLastDays', days, { lastDays: 60 })),
      dated.map((days) => where('createdAt', 'withinLastDays', days)),
      fc.constant(where('tags', 'contains', 'vip')),
    );
    const { rule } = fc.letrec<{ rule: object }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3 },
        condition,
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
        tie('rule').map((not) => ({ not })),
      ),
    }));
    fc.assert(
      fc.property(rule, fc.array(day, { maxLength: 5 }), day, fc.boolean(), (asked, days, created, isVip) => {
        fc.pre(CustomerRuleSchema.safeParse(asked).success);
        const filter = read(asked);
        const tags = isVip ? ['vip'] : [];
        const found = { orders: days.map((each) => order(each)), consents: [] };
        const of = subject({ tags, found, createdAt: `${created}T08:00:00.000Z` });
        const present = means(filter, of, at);
        // Held against every midnight of more days than any rule counts back.
        const midnights = Array.from({ length: 200 }, (_, index) =>
          new Date(Date.parse('2026-11-27T00:00:00.000Z') + index * 86_400_000).toISOString(),
        );
        expect(turnOf(filter, of, at)).toBe(midnights.find((each) => means(filter, of, each) !== present));
      }),
      { numRuns: 500 },
    );
  });
});

describe('segments that ask for others', () => {
  const segment = (id: string, ...asksFor: string[]) => ({ id, asksFor });
  it('stand behind those', () => {
    const ordered = inOrder([segment('c', 'a', 'b'), segment('b', 'a'), segment('a')]);
    expect(ordered.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('do not ask for themselves, on whatever way', () => {
    const others = [segment('a'), segment('b', 'a', 'c'), segment('c', 'a')];
    expect(circleOf(segment('a', 'b'), others)).toEqual(['b', 'a']);
    expect(circleOf(segment('a', 'a'), others)).toEqual(['a']);
    expect(circleOf(segment('d', 'b', 'c'), others)).toBeUndefined();
  });

  it('are known by what their rules ask for', () => {
    const filter = {
      and: [
        where('email', 'exists', true),
        where('custom.level', 'eq', 'gold'),
        where('orders.count', 'gt', 1),
        where('segments', 'in', ['segment_a', 'segment_b']),
      ],
    };
    const rule = readRule({ id: 'segment_c', listId: 'list_c', rule: 1, filter });
    expect([...rule.profile].toSorted()).toEqual(['custom', 'email', 'otherEmails']);
    expect([...rule.facts]).toEqual(['orders']);
    expect(rule.asksFor).toEqual(['segment_a', 'segment_b']);
  });
});

describe('what a customer is to segments', () => {
  it('is kept while they are in one, or will be, and of segments that are there', () => {
    const before = { a: { rule: 1, since: at }, b: { rule: 1, since: at }, gone: { rule: 1, since: at } };
    const looked = new Map([
      ['a', { rule: 2 }],
      ['c', { rule: 1, next: at }],
    ]);
    expect(placesAfter(before, looked, new Set(['a', 'b', 'c']))).toEqual({
      b: { rule: 1, since: at },
      c: { rule: 1, next: at },
    });
  });

  it('is the same by a newer rule that has found nothing else', () => {
    expect(isSame({ a: { rule: 1, since: at } }, { a: { rule: 2, since: at } })).toBe(true);
    expect(isSame({ a: { rule: 1, since: at } }, { a: { rule: 1, since: at, next: at } })).toBe(false);
  });
});
