/** The twelve areas of the plan with 45 domains, each a little larger than today's. */
import type { SyntheticDomain } from './synthetic.ts';

/** Domains in each area. */
const plan = {
  people: 5,
  customers: 6,
  contact: 3,
  surveys: 5,
  callbacks: 2,
  commerce: 5,
  service: 8,
  loyalty: 4,
  marketing: 1,
  sales: 3,
  insight: 1,
  integration: 2,
};

/** Domains with a right, a pace or a dictionary of their own: today's seven queues, and one for each area to come. */
const withOwnQueue = 14;
/** Domains that show pages to the public: two routes each. */
const withPages = 6;

export function manyDomains(): SyntheticDomain[] {
  const names = Object.entries(plan).flatMap(([area, count]) =>
    Array.from({ length: count }, (_, index) => ({ area, name: `${area}${index + 1}`.replace(/1$/, '') })),
  );
  return names.map(({ area, name }, index) => ({
    name,
    area,
    routes: [
      `GET /${name}`,
      `POST /${name}`,
      `GET /${name}/{id}`,
      `PATCH /${name}/{id}`,
      `DELETE /${name}/{id}`,
      `GET /${name}/{id}/history`,
    ],
    listensTo: ['created', 'changed', 'deleted'].map(
      (what) => `${names[(index + 7) % names.length]?.name}.${what}`,
    ),
    ...(isOneOf(withOwnQueue, index, names.length) ? { ownQueue: 'work' } : {}),
    ...(isOneOf(withPages, index, names.length)
      ? { publicRoutes: [`GET /p/${name}/{token}`, `POST /p/${name}/{token}`] }
      : {}),
  }));
}

/** Spreads `count` of `total` evenly. */
function isOneOf(count: number, index: number, total: number): boolean {
  return Math.floor(((index + 1) * count) / total) > Math.floor((index * count) / total);
}
