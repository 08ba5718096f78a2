/** How what customers are worth lies in the one table. */
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { ranked, summaryOfValue } from './insights.rules.ts';
import { ValueRecord, ValueSummary } from './insights.schema.ts';

/** Beside the orders of the customer, from which it is folded: nothing adds to it. */
export const valueItem = defineItem({
  name: 'value',
  v: 1,
  retention: 'record',
  schema: ValueRecord,
  key: ['C#{id}', '~value'],
  indexes: {
    gsi1: ['VALUES#{currency}#{shard}', '{rank}#{id}'],
    gsi2: ['VALUES-OF#{currency}#{ownerKey}', '{rank}#{id}'],
    gsi3: ['LAST-ORDERS#{ownerKey}', '{lastOrderAt}#{id}'],
  },
  parts: (value) => {
    const shard = String(shardOf(value.id));
    return { ...ranked(value), shard, ownerKey: value.customer.owner ?? ['none', shard] };
  },
  summary: ValueSummary,
  toSummary: summaryOfValue,
});

export const customersBySpending = definePattern({
  question: 'Which customers have spent how much in this currency? The most first.',
  item: valueItem,
  index: 'gsi1',
  partition: 'VALUES#{currency}#{shard}',
  newestFirst: true,
});

export const ownCustomersBySpending = definePattern({
  question: 'Which customers of this staff member have spent how much in this currency? The most first.',
  item: valueItem,
  index: 'gsi2',
  partition: 'VALUES-OF#{currency}#{owner}',
  newestFirst: true,
});

export const nobodysCustomersBySpending = definePattern({
  question: 'Which customers whom nobody looks after have spent how much in this currency? The most first.',
  item: valueItem,
  index: 'gsi2',
  partition: 'VALUES-OF#{currency}#none#{shard}',
  newestFirst: true,
});

/** Who has bought nothing for longest stands first. */
export const customersByLastOrder = defineList({
  item: valueItem,
  keys: {
    owner: {
      pattern: definePattern({
        question: 'Which customers of this staff member have last ordered when? Longest ago first.',
        item: valueItem,
        index: 'gsi3',
        partition: 'LAST-ORDERS#{owner}',
      }),
      none: definePattern({
        question: 'Which customers whom nobody looks after have last ordered when? Longest ago first.',
        item: valueItem,
        index: 'gsi3',
        partition: 'LAST-ORDERS#none#{shard}',
      }),
    },
  },
  rows: {
    bought: {
      question: 'Which customers have last ordered when? Longest ago first.',
      value: () => true,
      order: ({ lastOrderAt }) => [lastOrderAt],
    },
  },
});
