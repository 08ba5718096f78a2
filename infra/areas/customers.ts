import type { Area } from './area.ts';

export const customers: Area = {
  name: 'customers',
  http: {
    purpose: 'Answers the routes of customers, their interactions and their relations.',
    impact: 'nobody can open, find or change a customer.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2', 'gsi3'],
    },
  },
  events: {
    purpose: 'Keeps lists of customers in step with the customers, and ends their relations with them.',
    impact:
      'new customers are missing in lists and in the audience of campaigns, and deleted ones stand with others.',
    table: { items: ['GetItem', 'PutItem', 'DeleteItem'], query: ['table'] },
  },
  functions: [
    {
      entryPoint: 'quality.checks.queue',
      purpose: 'Looks at customers who are new or have changed for what should be corrected.',
      impact: 'worklists and scores of completeness stay as they were.',
      table: { items: ['GetItem', 'PutItem', 'DeleteItem'] },
    },
  ],
};
