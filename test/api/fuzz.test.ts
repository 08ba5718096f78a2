/** Every route under made-up requests; `npm run test:long` sends many more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contracts from '../../functions/contracts.ts';
import { apiOf, needsIdempotencyKey, routesOf } from '../../shared/contract/route.ts';
import { Problem } from '../../shared/errors/problem.ts';
import { ownCloud } from '../support/cloud.ts';
import { fuzzRoute, type Target, targetOf } from '../support/fuzz.ts';
import { objectsIn, openObjects, withMember } from '../support/json-schemas.ts';
import { sampleOf } from '../support/samples.ts';

const seed = Number(process.env.SEED ?? 20261125);
const runs = Number(process.env.RUNS ?? 12);

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let target: Target;
beforeAll(async () => {
  cloud = await ownCloud();
  target = await targetOf(cloud);
});
afterAll(() => cloud?.close());

const routes = routesOf(apiOf(contracts));

describe(`whatever is sent (SEED=${seed})`, () => {
  it.each(routes.map(({ key }) => key))(
    '%s answers as the document says, and never with a fault of the server',
    async (key) => {
      const route = target.routes.find((each) => each.key === key);
      expect(route, 'the document tells every route').toBeDefined();
      await fuzzRoute(target, route!, runs, seed);
    },
  );
});

/** The answers of a call are named by the questions of its script, which is read only while there is a call to be made. */
const isNamedElsewhere = (key: string, pointer: string) =>
  key === 'POST /callbacks/{callbackId}/answers' && pointer === '/answers';

describe('a key that nobody knows', () => {
  it('has no place in any object of any body', () => {
    const bodies = target.routes.filter(({ body, isPublic }) => body !== undefined && !isPublic);
    expect(bodies.length).toBeGreaterThan(10);
    for (const { key, body } of bodies) {
      expect([key, openObjects(body?.schema, target.around.components)]).toEqual([key, []]);
    }
  });

  const withBody = routes.filter(({ route, scopes }) => route.body !== undefined && scopes !== 'public');

  it.each(withBody.map((placed) => [placed.key, placed] as const))(
    'is refused by %s at every depth of the body, by its place',
    async (_, placed) => {
      const { params, query, body } = sampleOf(placed, target.fixtures);
      const path = placed.route.path.replace(/\{(\w+)\}/g, (__, name: string) => params[name] ?? '');
      for (const pointer of objectsIn(body).filter((each) => !isNamedElsewhere(placed.key, each))) {
        const response = await fetch(`${cloud.url}${path}?${new URLSearchParams(query)}`, {
          method: placed.route.method,
          headers: {
            authorization: `Bearer ${await cloud.token('chen.jing')}`,
            'content-type': 'application/json',
            ...(needsIdempotencyKey(placed.route) ? { 'idempotency-key': crypto.randomUUID() } : {}),
            ...(placed.route.ifMatch || placed.route.ifMatchOnceThere ? { 'if-match': '"1"' } : {}),
          },
          body: JSON.stringify(withMember(body, pointer, 'surprise', 1)),
        });
        const text = await response.text();
        // A batch answers for each of its rows.
        const told =
          placed.route.row === undefined || pointer === ''
            ? { status: response.status, problem: JSON.parse(text) }
            : JSON.parse(text).rows[Number(pointer.split('/')[2])];
        expect([pointer, told.status], text).toEqual([pointer, 400]);
        const { errors = [] } = Problem.parse(told.problem);
        expect(errors.map((each) => each.pointer)).toContain(`/body${pointer}/surprise`);
      }
    },
  );
});
