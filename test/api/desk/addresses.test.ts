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
  orderId: 'order_01jd3x5y9hf1bvt6w0k2m4n8pq',
  otherId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr',
  interactionId: 'interaction_01jd3x5y9hf1bvt6w0k2m4n8pq',
  importId: 'import_01jd3x5y9hf1bvt6w0k2m4n8pq',
  surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq',
  collectorId: 'collector_01jd3x5y9hf1bvt6w0k2m4n8pq',
  campaignId: 'campaign_01jd3x5y9hf1bvt6w0k2m4n8pq',
  commentId: 'comment_01jd3x5y9hf1bvt6w0k2m4n8pq',
  improvementId: 'improvement_01jd3x5y9hf1bvt6w0k2m4n8pq',
  exportId: 'answerexport_01jd3x5y9hf1bvt6w0k2m4n8pq',
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
  for (const address of ['/desk/staff', '/desk/sign-in', '/desk']) {
    const sent = await someone.ask(address, { form: { any: 'thing' } });
    expect([sent.status, sent.headers.get('content-type')]).toEqual([405, 'text/html; charset=utf-8']);
    expect(sent.page).toMatch(/There is no such page at the desk|工作台没有此页面/);
  }
  const missing = await someone.ask('/desk/teams/new/nothing');
  expect([missing.status, missing.page.includes('href="/desk/customers"')]).toEqual([404, true]);
});

it('tells programs the same as under any other address', async () => {
  const ask = async (method: string, path: string) => {
    const reply = await fetch(`${cloud.url}${path}`, { method, redirect: 'manual' });
    return [reply.status, reply.headers.get('allow'), reply.headers.get('content-type')];
  };
  const problem = 'application/problem+json';
  expect(await ask('GET', '/desk/nothing')).toEqual([404, null, problem]);
  expect(await ask('GET', '/desk/teams/')).toEqual([404, null, problem]);
  expect(await ask('GET', '/desk/')).toEqual([404, null, problem]);
  expect(await ask('POST', '/desk/teams')).toEqual([405, 'GET', problem]);
  expect(await ask('POST', '/desk/sign-in')).toEqual([405, 'GET, HEAD', problem]);
  expect(await ask('PUT', '/desk/teams/new')).toEqual([405, 'GET, POST', problem]);
  expect(await ask('HEAD', '/desk/teams')).toEqual([405, 'GET', problem]);
  expect(await ask('HEAD', '/desk/sign-in')).toEqual([303, null, 'text/plain; charset=utf-8']);
  expect(await ask('OPTIONS', '/desk/teams/new')).toEqual([204, 'GET, POST', 'text/plain; charset=utf-8']);
});

it('takes what is percent-encoded for what it means', async () => {
  const someone = createVisitor(cloud.url);
  await someone.signIn('li.na');
  expect((await someone.ask('/desk/staff/wang%2Efang')).status).toBe(200);
  expect((await someone.ask('/desk/%73taff/wang.fang')).status).toBe(200);
  const slash = await someone.ask('/desk/staff/wang.fang%2Fedit');
  expect([slash.status, slash.page.includes('<form')]).toEqual([200, true]);
});
