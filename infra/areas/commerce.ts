import type { Area } from './area.ts';

/** What customers buy: told by shops and ERP systems, and what follows from it. */
export const commerce: Area = {
  name: 'commerce',
  http: {
    purpose: 'Answers the routes of orders.',
    impact: 'orders are not taken in, and nobody sees what customers have bought.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1'],
    },
  },
};
