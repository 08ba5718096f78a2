/** Leads of teams on a real engine: whoever becomes one while they are let go, and teams that have none any more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageReader,
  messageId,
  requestMessage,
} from '../../../functions/contact/messaging/index.ts';
import { leaderlessRenderer } from '../../../functions/people/handovers/handovers.mail.ts';
import { tellLeaderless } from '../../../functions/people/handovers/operations/tell-leaderless.ts';
import { createHoldingsReader, createStaffReader } from '../../../functions/people/staff/index.ts';
import { putStaff } from '../../../functions/people/staff/operations/put-staff.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import { createStaffStore } from '../../../functions/people/staff/staff.store.ts';
import { createTeamReader } from '../../../functions/people/teams/index.ts';
import { createTeam, patchTeam } from '../../../functions/people/teams/teams.operations.ts';
import { NewTeam } from '../../../functions/people/teams/teams.schema.ts';
import { createTeamsStore } from '../../../functions/people/teams/teams.store.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { put } from '../../../shared/table/write.ts';
import { brand } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aMember, manager, origin } from '../callbacks/department.ts';
import { openHandovers } from '../handovers/move.ts';

const site = 'https://rapport.example';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const open = () => {
  const { table } = engine;
  return { teams: createTeamsStore(table), staff: createStaffReader(table), origin };
};

const creating = (leads: string[], members: string[] = []) =>
  commitWithRetry(engine.table, () =>
    createTeam(NewTeam.parse({ name: `Team ${crypto.randomUUID()}`, leads, members }), open()),
  );

const promoting = (id: string, leads: string[]) =>
  commitWithRetry(engine.table, () => patchTeam({ id, version: '*', patch: { leads } }, open()));

const lettingGo = (staffId: string) =>
  commitWithRetry(engine.table, () => {
    const entry = StaffEntry.parse({ name: '王芳', email: `${staffId}@rapport.example`, active: false });
    const context = { staff: createStaffStore(engine.table), countHeld: createHoldingsReader(engine.table) };
    return putStaff({ staffId, version: '*', entry }, { ...context, principal: manager, origin });
  });

async function setInactive(staffId: string) {
  const member = await engine.table.find(staffItem, { id: staffId });
  if (member) await engine.table.commit([put(staffItem, { ...member, active: false })]);
}

const worksHere = async (id: string) => (await engine.table.find(staffItem, { id }))?.active;

const ways: Readonly<Record<string, (staffId: string) => Promise<unknown>>> = {
  'a new team': (staffId) => creating([staffId]),
  'a team that is there': async (staffId) => {
    const { result } = await creating([await aMember(engine.table)]);
    return promoting(result.id, [staffId]);
  },
  'a hand-over': async (staffId) => {
    const from = await aMember(engine.table);
    await creating([from]);
    const { start, run } = openHandovers(engine.table);
    return run(await start({ from, to: staffId, kinds: ['teams'] }));
  },
};

describe('whoever is let go in the moment in which they become lead', () => {
  it.each(Object.entries(ways))('of %s does one of both', async (_, making) => {
    for (let round = 0; round < 25; round += 1) {
      const staffId = await aMember(engine.table);
      const [made, gone] = await Promise.allSettled([making(staffId), lettingGo(staffId)]);
      const leads = await createTeamsStore(engine.table).idsOf(staffId);
      expect({ leads: leads.length > 0, worksHere: await worksHere(staffId) }).toEqual(
        gone.status === 'fulfilled' ? { leads: false, worksHere: false } : { leads: true, worksHere: true },
      );
      if (made.status === 'rejected') expect(made.reason).toMatchObject({ code: 'invalid-request' });
      if (gone.status === 'rejected') expect(gone.reason).toMatchObject({ code: 'not-allowed-now' });
    }
  });
});

describe('a member who does not work here any more', () => {
  it('does not become lead', async () => {
    const [lead, member] = [await aMember(engine.table), await aMember(engine.table)];
    const { result } = await creating([lead], [member]);
    await setInactive(member);
    await expect(promoting(result.id, [lead, member])).rejects.toMatchObject({
      code: 'invalid-request',
      violations: [{ pointer: '/body/leads/1' }],
    });
  });
});

describe('a team without a lead who works here', () => {
  it('is told to the department, once for each version of it', async () => {
    const [lead, other] = [await aMember(engine.table), await aMember(engine.table)];
    const [{ result: team }] = [await creating([lead]), await creating([lead, other])];
    await setInactive(lead);
    const tell = async () => {
      const outbox = { messageId, requestMessage };
      const all = await tellLeaderless({ teams: createTeamReader(engine.table), outbox, origin });
      const outcomes = [];
      for (const { result, writes } of all) {
        const id = /message_\w+/.exec(writes[0]?.key.pk ?? '')?.[0];
        outcomes.push({ team: result, id, outcome: await engine.table.commit(writes) });
      }
      return outcomes;
    };
    const [told, ...others] = await tell();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ team: team.id, outcome: 'committed' });
    expect(await tell()).toMatchObject([{ team: team.id, outcome: 'already' }]);
    const message = await createMessageReader(engine.table).find(told?.id ?? '');
    expect(message).toMatchObject({ recipient: { kind: 'department' } });
    const recipient = { email: 'office@rapport.example', name: 'Office', language: 'en' as const };
    const data = { id: team.id, name: team.name };
    const mail = leaderlessRenderer.render({
      content: undefined,
      data,
      recipient,
      links: undefined,
      site,
      brand,
    });
    expect(mail.subject).toBe(`The team “${team.name}” has no lead who works here`);
    expect(mail.text).toContain(`${site}/desk/teams/${team.id}/edit`);
    expect(mail.text).not.toContain('PATCH');
  });
});
