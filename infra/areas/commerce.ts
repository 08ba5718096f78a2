import type { Area } from './area.ts';

/** What customers buy: told by shops and ERP systems, and what follows from it. */
export const commerce: Area = {
  name: 'commerce',
  http: {
    purpose: 'Answers the routes of orders and of what they come to.',
    impact: 'orders are not taken in, and nobody sees what customers have bought.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2', 'gsi3'],
    },
  },
  events: {
    purpose: 'Reckons what each customer has bought when their orders change.',
    impact: 'the value of customers, and lists by it, lag behind their orders.',
    table: { items: ['GetItem', 'PutItem', 'DeleteItem'], query: ['table'] },
  },
};
