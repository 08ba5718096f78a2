import type { Area } from './area.ts';

export const people: Area = {
  name: 'people',
  http: {
    purpose: 'Answers the routes of staff.',
    impact: 'colleagues cannot be registered, found or changed.',
    table: { items: ['GetItem', 'PutItem'], query: ['gsi1', 'gsi2'] },
  },
};
