/** Whatever address of the desk a browser opens: a page, or where there is one. Never JSON. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { routesOf } from '../../../shared/contract/route.ts';
import { ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

const ids: Readonly<Record<string, string>> = {
  staffId: 'wang.fang',
  absenceId: 'absence_01jd3x5y9hf1bvt6w0k2m4n8pq',
  teamId: 'team_01jd3x5y9hf1bvt6w0k2m4n8pq',
  handoverId: 'handover_01jd3x5y9hf1bvt6w0k2m4n8pq',
  callbackId: 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq',
  customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
  otherId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr',
  interactionId: 'interaction_01jd3x5y9hf1bvt6w0k2m4n8pq',
  importId: 'import_01jd3x5y9hf1bvt6w0k2m4n8pq',
  correctionId: 'correction_01jd3x5y9hf1bvt6w0k2m4n8pq',
};
const taking = routesOf(contracts).filter(
  ({ route }) => route.permission === 'session' && route.method === 'POST',
);
const addresses = taking.map(({ route }) =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name),
);

it('is a page for whoever is signed in, also where only forms are taken', async () => {
  const someone = createVisitor(cloud.url);
  await someone.signIn('li.na');
  expect(addresses).toContain('/desk/staff/wang.fang/absences');
  for (const address of addresses) {
    const { status, headers, at } = await someone.follow(address);
    expect([address, at, headers.get('content-type')]).toEqual([address, at, 'text/html; charset=utf-8']);
    expect([address, [200, 404].includes(status)]).toEqual([address, true]);
  }
  expect((await someone.follow('/desk/staff/wang.fang/absences')).at).toBe('/desk/staff/wang.fang');
});

it.each(addresses)('%s is a page after signing in for it', async (address) => {
  const { status, headers } = await createVisitor(cloud.url).signIn('li.na', address);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect([200, 404]).toContain(status);
});

it('is a page for what is not there, and for what a browser sends to the wrong place', async () => {
  const someone = createVisitor(cloud.url);
  await someone.signIn('li.na');
  for (const address of ['/desk/nothing', '/desk/staff/wang.fang/nothing', '/desk/teams/no-id'])
    expect([address, (await someone.ask(address)).headers.get('content-type')]).toEqual([
      address,
      'text/html; charset=utf-8',
    ]);
  const sent = await someone.ask('/desk/staff', { form: { any: 'thing' } });
  expect([sent.status, sent.headers.get('content-type')]).toEqual([405, 'text/html; charset=utf-8']);
});
