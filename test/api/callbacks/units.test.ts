/** What callbacks cost in read and write units, as the engine bills them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greet, ownCloud } from '../../support/cloud.ts';
import { gatewayKeyOf } from '../../support/gateway-keys.ts';
import { keepMeasuredUnits, type Measurement } from '../../support/measured-units.ts';
import { type Department, openDepartment } from './department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
const measured: Measurement[] = [];

beforeAll(async () => {
  cloud = await ownCloud();
  context = await openDepartment(cloud);
});
afterAll(async () => {
  keepMeasuredUnits(measured);
  await cloud?.close();
});

async function unitsOf<Reply>(route: string, what: string, act: () => Promise<Reply>) {
  await greet(context.manager);
  await cloud.idle();
  await cloud.resetMeter();
  const reply = await act();
  const units = (await cloud.meter()).routes[gatewayKeyOf(route).key];
  if (units === undefined) throw new Error(`The meter does not know ${route}`);
  const { readUnits, writeUnits } = units;
  measured.push({ route, case: what, readUnits, writeUnits });
  return { reply, readUnits, writeUnits };
}

const due = { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' };

async function promise() {
  const customerId = await context.customer('wang.fang');
  const body = { customerId, why: 'Asked to be called', due };
  return unitsOf('POST /callbacks', 'with Idempotency-Key', () =>
    context.manager.callbacks.createCallback({ body }),
  );
}

describe('units', () => {
  it('opens a callback for 7 write units, 2 for the department’s list, 2 for the trail, and those of the Idempotency-Key', async () => {
    const { readUnits, writeUnits } = await promise();
    // Whether the key was used, the customer, the rules, of which there are none, the owner, who may have left, how the
    // department calls, and whether the customer wants calls.
    expect(readUnits).toBe(6);
    expect(writeUnits).toBeLessThanOrEqual(7 + 2 + 2 + 3);
  });

  it('gives a callback out to a team for at most 6 write units more, a new round of turns among them', async () => {
    const { manager } = context;
    const params = { kind: 'callbacks' } as const;
    const team = { name: 'Calls', leads: ['li.na'], members: ['wang.fang', 'david.brown'] };
    const { id } = (await manager.teams.createTeam({ body: team })).body;
    const rules = [{ name: 'All', candidates: { team: id }, by: 'least-busy' as const }];
    await manager.assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch: '*' });
    const customerId = await context.customer(null);
    const body = { customerId, why: 'Asked to be called', due };
    const { reply, readUnits, writeUnits } = await unitsOf(
      'POST /callbacks',
      'given out to a team of three',
      () => manager.callbacks.createCallback({ body }),
    );
    await manager.assignments.putAssignmentRules({ params, body: { rules: [] } }, { ifMatch: '*' });
    expect(reply.body.assigned).toMatchObject({ rule: 'All', by: 'least-busy' });
    expect(writeUnits).toBeLessThanOrEqual(7 + 2 + 2 + 3 + 6);
    // The key, the customer, the rules, the team, three people, what each has to do, and the turns before and after; the
    // settings, and what the customer has said of calls.
    expect(readUnits).toBeLessThanOrEqual(12);
  });

  it('reads a callback for 1 read unit, 1 for what the settings say is asked in it, and 2 write units for the first time in an hour', async () => {
    const { reply } = await promise();
    const params = { callbackId: reply.body.id };
    const read = () => context.manager.callbacks.getCallback({ params });
    const route = 'GET /callbacks/{callbackId}';
    expect(await unitsOf(route, 'one', read)).toMatchObject({ readUnits: 2, writeUnits: 2 });
    const again = await unitsOf(route, 'one, again within the hour', read);
    expect(again).toMatchObject({ readUnits: 2, writeUnits: 0 });
  });

  it('closes a callback for 7 write units, 6 for the lists of closed ones, 2 for the trail, 2 for what calls come to, and those of the Idempotency-Key', async () => {
    const { reply } = await promise();
    const input = { params: { callbackId: reply.body.id }, body: { outcome: 'reached' } } as const;
    const { writeUnits } = await unitsOf('POST /callbacks/{callbackId}/complete', 'reached', () =>
      context.manager.callbacks.completeCallback(input),
    );
    // From one row of the department's to another, and into two lists of closed ones.
    expect(writeUnits).toBeLessThanOrEqual(7 + 6 + 2 + 2 + 3);
  });

  it('lists the work of a team of twelve for what the lists of its twelve members cost', async () => {
    const people = Array.from({ length: 12 }, (_, index) => `member-${index}`);
    for (const name of people) {
      const body = { name, email: `${name}@rapport.example` };
      await context.manager.staff.putStaff({ params: { staffId: name }, body });
      const customerId = await context.customer(name);
      for (const why of ['A call', 'Another', 'A third'])
        await context.manager.callbacks.createCallback({ body: { customerId, why, due, owner: name } });
    }
    const [lead = ''] = people;
    const body = { name: 'Twelve', leads: [lead], members: people.slice(1) };
    const team = (await context.manager.teams.createTeam({ body })).body.id;
    const list = (query: object) => () =>
      context.manager.callbacks.listCallbacks({ query: { limit: 100, ...query } });
    let own = 0;
    for (const owner of people) own += (await unitsOf('GET /callbacks', 'own', list({ owner }))).readUnits;
    measured.splice(-people.length);
    const ofTeam = await unitsOf('GET /callbacks', 'three each of a team of twelve', list({ team }));
    expect(ofTeam.reply.body.items).toHaveLength(36);
    // And the team with its members, read once.
    expect(ofTeam.readUnits).toBeLessThanOrEqual(own + 1);
  });

  it('lists a page of 50 for at most 4 read units in one queue or shard of the team’s, and half a unit for each customer', async () => {
    const customers = await Promise.all(Array.from({ length: 55 }, () => context.customer('wang.fang')));
    const owners = Array.from({ length: 110 }, (_, index) => (index % 2 ? 'david.brown' : null));
    await Promise.all(
      owners.map((owner, index) => {
        const customerId = customers[index % 55] ?? '';
        return context.manager.callbacks.createCallback({ body: { customerId, why: 'A call', due, owner } });
      }),
    );
    const list = (owner: string) => () =>
      context.manager.callbacks.listCallbacks({ query: { owner, limit: 50 } });
    const own = await unitsOf('GET /callbacks', 'page of 50 of one owner', list('david.brown'));
    const team = await unitsOf('GET /callbacks', 'page of 50 of the team', list('none'));
    const all = await unitsOf('GET /callbacks', 'page of 50 of the department', list('all'));
    expect(all.reply.body.items).toHaveLength(50);
    expect(all.readUnits).toBeLessThanOrEqual(8 + 25);
    expect(own.reply.body.items).toHaveLength(50);
    expect(team.reply.body.items).toHaveLength(50);
    expect(own.readUnits).toBeLessThanOrEqual(4 + 25);
    expect(team.readUnits).toBeLessThanOrEqual(8 + 25);
  });
});
