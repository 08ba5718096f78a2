/** A cloud of its own: every way back that the trail of a busy department offers is tried. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../functions/people/audit/audit.schema.ts';
import { auditedKinds } from '../../../functions/people/audit/audit.schema.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { changeEach, changeSettings, makeFixtures } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let entries: AuditEntry[];

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  await beBusy();
  entries = (await Promise.all(auditedKinds.map(entriesOf))).flat();
});
afterAll(() => cloud?.close());

/** One of everything, changed twice, and what happens to records that nobody sets by hand. */
async function beBusy() {
  const any = { ifMatch: '*' } as const;
  const ids = await makeFixtures(manager);
  await changeEach(manager, ids);
  await changeEach(manager, ids);
  await changeSettings(manager);
  await changeSettings(manager);
  const { body: customer } = await manager.customers.createCustomer({ body: { name: '王一' } });
  const due = { instant: '2036-11-21T10:00:00Z' };
  const call = async () => {
    const body = { customerId: customer.id, why: 'Asked', due, owner: null };
    return { callbackId: (await manager.callbacks.createCallback({ body })).body.id };
  };
  const [claimed, done, cancelled] = [await call(), await call(), await call()];
  await manager.callbacks.claimCallback({ params: claimed });
  await manager.callbacks.releaseCallback({ params: claimed, body: { why: 'Called away' } });
  await manager.callbacks.patchCallback({ params: claimed, body: { owner: 'wang.fang' } }, any);
  await manager.callbacks.completeCallback({ params: done, body: { outcome: 'no-answer' } });
  await manager.callbacks.cancelCallback({ params: cancelled, body: { why: 'Not needed' } });
  const { body: team } = await manager.teams.createTeam({ body: { name: 'Brief', leads: ['li.na'] } });
  await manager.teams.patchTeam({ params: { teamId: team.id }, body: { shared: true } }, any);
  await manager.teams.deleteTeam({ params: { teamId: team.id } }, any);
  const handover = { from: 'wang.fang', to: 'david.brown', reason: 'Leaves' };
  await manager.handovers.createHandover({ body: handover });
  await cloud.idle();
}

async function entriesOf(kind: (typeof auditedKinds)[number]): Promise<AuditEntry[]> {
  const day = (await cloud.now()).toISOString().slice(0, 10);
  const found: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await manager.audit.listAudit({ query: { kind, day, limit: 100, cursor } });
    found.push(...body.items);
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function restoring({ restore }: AuditEntry) {
  const headers = {
    authorization: `Bearer ${await cloud.token('li.na')}`,
    'idempotency-key': crypto.randomUUID(),
  };
  const reply = await fetch(`${cloud.url}${restore}`, { method: 'POST', headers });
  const { detail, changedSince } = (await reply.json()) as { detail?: string; changedSince?: string[] };
  return { status: reply.status, detail, changedSince };
}

describe('an entry of the trail', () => {
  it('of a change offers a way back or says why there is none', () => {
    const changes = entries.filter(({ changes: values }) => values !== undefined);
    expect(changes.length).toBeGreaterThan(30);
    for (const { type, restore, notRestored } of changes)
      expect([type, [restore, notRestored].filter((each) => each !== undefined)]).toEqual([
        type,
        [expect.any(String)],
      ]);
    const why = (type: string) => entries.find((entry) => entry.type === type)?.notRestored;
    expect(why('team.created')).toContain('there was nothing before it');
    for (const type of ['callback.claimed', 'callback.released', 'team.deleted'])
      expect(why(type)).toContain('tells of something that has happened');
  });

  it('is never refused what it offers, unless something is newer', async () => {
    const offered = entries.filter(({ restore }) => restore !== undefined);
    const kinds = new Set(offered.map(({ type }) => type.slice(0, type.indexOf('.'))));
    expect([...kinds].toSorted()).toEqual([
      ...[
        'assignment-rules',
        'callback',
        'callback-settings',
        'campaign',
        'collector',
        'completeness-rules',
        'contact-policy',
        'customer',
      ],
      ...[
        'duplicate-settings',
        'field',
        'improvement',
        'interaction',
        'list',
        'loop-rules',
        'plan',
        'product',
        'staff',
        'survey',
        'team',
      ],
      ...['text-topics', 'view'],
    ]);
    const outcomes = [];
    for (const entry of offered.toSorted((one, other) => (one.id < other.id ? 1 : -1)))
      outcomes.push({ type: entry.type, ...(await restoring(entry)) });
    const refused = outcomes.filter(({ status }) => status !== 200);
    expect(refused.filter(({ changedSince }) => changedSince === undefined)).toEqual([]);
    expect(outcomes.length - refused.length).toBeGreaterThan(8);
  });
});
