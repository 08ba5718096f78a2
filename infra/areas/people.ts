import type { Area } from './area.ts';

export const people: Area = {
  name: 'people',
  http: {
    purpose: 'Answers the routes of staff, of teams, of who gets work and of who did what.',
    impact: 'colleagues cannot be registered, found or changed, and nobody sees who did what.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2'],
    },
  },
};
