/** Giving records back what they were before a change, each by the route of its kind and through its checks. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { newestChange, newSurvey } from '../../support/samples.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;

beforeAll(async () => {
  [manager, agent] = (await Promise.all(['li.na', 'wang.fang'].map((id) => cloud.as(id, 3)))) as [Api, Api];
});

const any = { ifMatch: '*' } as const;
const unique = () => crypto.randomUUID();

async function entriesOf(record: string) {
  return (await manager.audit.listAudit({ query: { record } })).body.items;
}
const newestOf = async (record: string) => (await newestChange(manager, { record }))[1];

describe('a member of staff', () => {
  const registered = async () => {
    const staffId = `restored-${unique()}`;
    const entry = {
      name: '王一',
      email: `${staffId}@example.test`,
      skills: ['returns'],
      territories: [{ region: '上海' }],
    };
    await manager.staff.putStaff({ params: { staffId }, body: entry }, any);
    return { staffId, entry, params: { staffId } };
  };
  const restore = async (staffId: string, eventId: string, api = manager) =>
    (await api.staff.restoreStaff({ params: { staffId, eventId } })).body;

  it('gets hours, territories and what was missing back, and the entry says what it takes back', async () => {
    const { staffId, entry, params } = await registered();
    const businessHours = {
      week: { monday: [{ from: '09:00', to: '18:00' }] },
      holidays: [],
      makeUpDays: [],
      holidaysKnown: null,
    };
    await manager.staff.putStaff({ params, body: { ...entry, territories: [], businessHours } }, any);
    const change = await newestOf(staffId);
    const restored = await restore(staffId, change);
    expect(restored).toMatchObject({ ...entry, version: 3 });
    expect(restored).not.toHaveProperty('businessHours');
    const [newest] = await entriesOf(staffId);
    expect(newest).toMatchObject({ type: 'staff.changed', restores: change, actor: { id: 'li.na' } });
    expect(newest?.restore).toBe(`/staff/${staffId}/changes/${newest?.id}/restore`);
    expect(await restore(staffId, newest?.id ?? '')).toMatchObject({ territories: [], version: 4 });
  });

  it('keeps what is newer, and is told which change that is', async () => {
    const { staffId, entry, params } = await registered();
    await manager.staff.putStaff({ params, body: { ...entry, name: '王二' } }, any);
    const first = await newestOf(staffId);
    await manager.staff.putStaff({ params, body: { ...entry, name: '王三' } }, any);
    const second = await newestOf(staffId);
    await expect(restore(staffId, first)).rejects.toMatchObject({
      status: 409,
      problem: {
        changedSince: ['name'],
        newer: { eventId: second },
        detail: expect.stringContaining(second),
      },
    });
    // What others have changed since is no obstacle.
    await manager.staff.putStaff({ params, body: { ...entry, name: '王三', skills: [] } }, any);
    expect(await restore(staffId, second)).toMatchObject({ name: '王二', skills: [] });
  });

  it('passes the checks of every change: nobody leaves who holds something', async () => {
    const { staffId, entry, params } = await registered();
    await manager.staff.putStaff({ params, body: { ...entry, active: false } }, any);
    await manager.staff.putStaff({ params, body: entry }, any);
    await manager.customers.createCustomer({ body: { name: '李四', owner: staffId } });
    const change = await newestOf(staffId);
    await expect(restore(staffId, change)).rejects.toMatchObject({
      status: 422,
      problem: { open: { customers: 1 } },
    });
    await expect(restore(staffId, change, agent)).rejects.toMatchObject({ status: 403 });
  });

  it('is away again, or no more', async () => {
    const { staffId, params } = await registered();
    const days = { from: '2036-12-01', until: '2036-12-05', note: 'Holiday' };
    await manager.staff.planAbsence({ params, body: days });
    const planned = await newestOf(staffId);
    expect((await restore(staffId, planned)).absences).toEqual([]);
    const ended = await newestOf(staffId);
    expect((await restore(staffId, ended)).absences).toEqual([
      { ...days, id: expect.any(String), deputy: null },
    ]);
    // Somebody who is away on these days already is not away twice.
    await expect(restore(staffId, ended)).rejects.toMatchObject({ status: 409 });
  });

  it('is not taken out of the records by the entry that has brought them in', async () => {
    const { staffId } = await registered();
    const [registration] = await entriesOf(staffId);
    const answer = await fetch(`${cloud.url}/staff/${staffId}/changes/${registration?.id}/restore`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await cloud.token('li.na')}`,
        'idempotency-key': unique(),
        'accept-language': 'zh-CN',
      },
    });
    expect(await answer.json()).toMatchObject({
      status: 422,
      detail: '此条目无法恢复，因为在它之前没有内容：它记录的是该数据的新建。',
    });
  });
});

describe('a team', () => {
  it('gets its people back, if they still work here', async () => {
    const lead = `restored-${unique()}`;
    const body = { name: lead, email: `${lead}@example.test` };
    await manager.staff.putStaff({ params: { staffId: lead }, body }, any);
    const { body: team } = await manager.teams.createTeam({
      body: { name: `A ${unique()}`, leads: ['wang.fang'], members: [lead] },
    });
    const params = { teamId: team.id };
    await manager.teams.patchTeam({ params, body: { members: [] } }, any);
    const change = await newestOf(team.id);
    const restore = () => manager.teams.restoreTeam({ params: { ...params, eventId: change } });
    expect((await restore()).body).toMatchObject({ leads: ['wang.fang'], members: [lead], version: 3 });
    expect((await entriesOf(team.id))[0]).toMatchObject({ restores: change });
    await manager.teams.patchTeam({ params, body: { members: [] } }, any);
    await manager.staff.putStaff({ params: { staffId: lead }, body: { ...body, active: false } }, any);
    await expect(restore()).rejects.toMatchObject({
      status: 422,
      problem: {
        detail: 'What was before this change is not possible any more. Set the values yourself.',
        errors: [{ pointer: '/changes/before/members/0' }],
      },
    });
  });
});

describe('a callback', () => {
  const promised = async () => {
    const { body: customer } = await agent.customers.createCustomer({ body: { name: '王一' } });
    const due = { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' };
    const { body } = await agent.callbacks.createCallback({
      body: { customerId: customer.id, why: 'Asked', due, note: 'First' },
    });
    return { callback: body, params: { callbackId: body.id } };
  };
  const restore = async (callbackId: string, eventId: string) =>
    (await agent.callbacks.restoreCallback({ params: { callbackId, eventId } })).body;

  it('gets its time, note and priority back', async () => {
    const { callback, params } = await promised();
    const due = { wallTime: '2036-11-28T10:00', timeZone: 'Asia/Shanghai' };
    await agent.callbacks.patchCallback({ params, body: { due, note: null, priority: 'high' } }, any);
    const change = await newestOf(callback.id);
    expect(await restore(callback.id, change)).toMatchObject({
      due: callback.due,
      note: 'First',
      priority: callback.priority,
      scheduleVersion: 3,
    });
    expect((await entriesOf(callback.id))[0]).toMatchObject({
      type: 'callback.rescheduled',
      restores: change,
    });
  });

  it('stays closed, and what a call has brought stays', async () => {
    const { callback, params } = await promised();
    await agent.callbacks.patchCallback({ params, body: { note: 'Second' } }, any);
    const change = await newestOf(callback.id);
    await agent.callbacks.completeCallback({ params, body: { outcome: 'reached' } });
    const [completed] = await entriesOf(callback.id);
    expect(completed).toMatchObject({ type: 'callback.completed' });
    expect(completed).not.toHaveProperty('restore');
    await expect(restore(callback.id, completed?.id ?? '')).rejects.toMatchObject({
      status: 422,
      problem: { detail: completed?.notRestored },
    });
    await expect(restore(callback.id, change)).rejects.toMatchObject({
      status: 422,
      problem: { detail: expect.stringContaining('is closed') },
    });
  });

  it('is restored by its own route', async () => {
    const { callback, params } = await promised();
    await agent.callbacks.patchCallback({ params, body: { note: 'Second' } }, any);
    const change = await newestOf(callback.id);
    const { callback: other } = await promised();
    await expect(restore(other.id, change)).rejects.toMatchObject({ status: 404 });
    const byCustomer = agent.customers.restoreChange({
      params: { customerId: callback.customerId, eventId: change },
    });
    await expect(byCustomer).rejects.toMatchObject({
      status: 422,
      problem: { detail: expect.stringContaining('POST /callbacks/{callbackId}/changes/{eventId}/restore') },
    });
  });
});

describe('a contact that was recorded', () => {
  it('gets its words back, from whoever has written them', async () => {
    const { body: customer } = await agent.customers.createCustomer({ body: { name: '王一' } });
    const note = { channel: 'note', direction: 'internal', subject: 'First' } as const;
    const { body } = await agent.customers.recordInteraction({
      params: { customerId: customer.id },
      body: note,
    });
    const params = { customerId: customer.id, interactionId: body.id };
    await agent.customers.patchInteraction({ params, body: { subject: 'Second', text: 'More' } }, any);
    const [, eventId] = await newestChange(manager, { record: customer.id });
    const { body: restored } = await agent.customers.restoreInteraction({ params: { ...params, eventId } });
    expect(restored).toMatchObject({ subject: 'First', version: 3 });
    expect(restored).not.toHaveProperty('text');
  });
});

describe('a survey and its campaign', () => {
  it('get back what was asked, and when', async () => {
    const { body: survey } = await manager.surveys.createSurvey({
      body: structuredClone(newSurvey) as never,
    });
    const params = { surveyId: survey.id };
    await manager.surveys.patchSurvey({ params, body: { name: 'Other', status: 'closed' } }, any);
    const closed = await newestOf(survey.id);
    const { body: reopened } = await manager.surveys.restoreSurvey({
      params: { ...params, eventId: closed },
    });
    expect(reopened).toMatchObject({ name: survey.name, status: 'open', version: 3 });

    const schedule = { at: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' };
    const { body: campaign } = await manager.campaigns.createCampaign({
      body: { ...params, name: 'Once', schedule },
    });
    const place = { campaignId: campaign.id };
    await manager.campaigns.patchCampaign({ params: place, body: { status: 'paused', name: 'Twice' } }, any);
    const paused = await newestOf(campaign.id);
    const { body: resumed } = await manager.campaigns.restoreCampaign({
      params: { ...place, eventId: paused },
    });
    expect(resumed).toMatchObject({ name: 'Once', status: 'active', schedule });
  });

  it('is not a draft again', async () => {
    const body = { ...structuredClone(newSurvey), status: 'draft' } as never;
    const { body: survey } = await manager.surveys.createSurvey({ body });
    const params = { surveyId: survey.id };
    await manager.surveys.patchSurvey({ params, body: { status: 'open' } }, any);
    const [entry] = await entriesOf(survey.id);
    expect(entry?.notRestored).toContain('status may not become');
    expect(entry).not.toHaveProperty('restore');
    const opened = entry?.id ?? '';
    await expect(
      manager.surveys.restoreSurvey({ params: { ...params, eventId: opened } }),
    ).rejects.toMatchObject({
      status: 422,
      problem: { detail: 'This entry cannot be restored because status may not become what it was.' },
    });
  });
});

describe('a record that was deleted since', () => {
  const refusedAs = async (
    record: string,
    kind: string,
    restoring: (eventId: string) => Promise<unknown>,
  ) => {
    const of = (await entriesOf(record)).filter(({ type }) => type.startsWith(`${kind}.`));
    const [end, change] = of;
    expect(end?.type).toBe(`${kind}.deleted`);
    expect(change).toMatchObject({
      type: `${kind}.changed`,
      notRestored: 'This entry cannot be restored because this record was deleted since.',
    });
    expect(change).not.toHaveProperty('restore');
    await expect(restoring(change?.id ?? '')).rejects.toMatchObject({
      status: 422,
      problem: {
        detail: 'This entry cannot be restored because this record was deleted since.',
        newer: { eventId: end?.id, at: end?.at },
      },
    });
    await expect(restoring(crypto.randomUUID())).rejects.toMatchObject({ status: 400 });
  };

  it('is said of a team', async () => {
    const { body: team } = await manager.teams.createTeam({ body: { name: 'Brief', leads: ['li.na'] } });
    const params = { teamId: team.id };
    await manager.teams.patchTeam({ params, body: { shared: true } }, any);
    await manager.teams.deleteTeam({ params }, any);
    await refusedAs(team.id, 'team', (eventId) =>
      manager.teams.restoreTeam({ params: { ...params, eventId } }),
    );
  });

  it('is said of what was written of a contact, and of the customer', async () => {
    const { body: customer } = await manager.customers.createCustomer({ body: { name: '张三' } });
    const params = { customerId: customer.id };
    const { body: contact } = await manager.customers.recordInteraction({
      params,
      body: { channel: 'call', direction: 'inbound', subject: 'Asked' },
    });
    const place = { ...params, interactionId: contact.id };
    await manager.customers.patchInteraction({ params: place, body: { subject: 'Asked again' } }, any);
    await manager.customers.deleteInteraction({ params: place }, any);
    await refusedAs(customer.id, 'interaction', (eventId) =>
      manager.customers.restoreInteraction({ params: { ...place, eventId } }),
    );
    await manager.customers.patchCustomer({ params, body: { name: '张四' } }, any);
    await manager.customers.deleteCustomer({ params }, any);
    await refusedAs(customer.id, 'customer', (eventId) =>
      manager.customers.restoreChange({ params: { ...params, eventId } }),
    );
  });

  it('is said of a campaign', async () => {
    const { body: survey } = await manager.surveys.createSurvey({
      body: structuredClone(newSurvey) as never,
    });
    const schedule = { at: '2036-11-23T13:30', timeZone: 'UTC' };
    const { body: campaign } = await manager.campaigns.createCampaign({
      body: { surveyId: survey.id, name: 'Once', schedule },
    });
    const params = { campaignId: campaign.id };
    await manager.campaigns.patchCampaign({ params, body: { name: 'Twice' } }, any);
    await manager.campaigns.deleteCampaign({ params }, any);
    await refusedAs(campaign.id, 'campaign', (eventId) =>
      manager.campaigns.restoreCampaign({ params: { ...params, eventId } }),
    );
  });
});

describe('what is taken back nowhere', () => {
  it('says why in the list, in the language of the caller', async () => {
    const { body: customer } = await agent.customers.createCustomer({ body: { name: '王一' } });
    const params = { customerId: customer.id, purpose: 'marketing', channel: 'email' } as const;
    const body = { status: 'withdrawn', source: 'phone', note: 'Asked on the phone' } as const;
    await agent.consents.putConsent({ params, body });
    const [entry] = await entriesOf(customer.id);
    expect(entry?.notRestored).toMatch(
      /^This entry cannot be restored because it is what a customer has said/,
    );
    expect(entry).not.toHaveProperty('restore');
    const answer = await fetch(`${cloud.url}/audit?record=${customer.id}&limit=1`, {
      headers: { authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': 'zh-CN' },
    });
    const { items } = (await answer.json()) as { items: { notRestored: string }[] };
    expect(items[0]?.notRestored).toMatch(/^此条目无法恢复，因为它是客户的表态/);
    const attempt = agent.customers.restoreChange({
      params: { customerId: customer.id, eventId: entry?.id ?? '' },
    });
    await expect(attempt).rejects.toMatchObject({ status: 422, problem: { detail: entry?.notRestored } });
  });
});

describe('a customer who was created', () => {
  it('is not taken out of the records by that entry, which says why', async () => {
    const { body: customer } = await agent.customers.createCustomer({ body: { name: '王一' } });
    await cloud.idle();
    const [created] = await entriesOf(customer.id);
    expect(created).toMatchObject({ type: 'customer.created' });
    expect(created).not.toHaveProperty('restore');
    const params = { customerId: customer.id, eventId: created?.id ?? '' };
    await expect(agent.customers.restoreChange({ params })).rejects.toMatchObject({
      status: 422,
      problem: { detail: expect.stringContaining('it tells how the record began') },
    });
  });
});
