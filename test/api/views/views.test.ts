/** Views of customers that were given a name. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newestChange } from '../../support/samples.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;
let colleague: Api;
let analyst: Api;

beforeAll(async () => {
  [manager, agent, colleague, analyst] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown', 'zhao.wei'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api];
});

const any = { ifMatch: '*' } as const;
const filter = { field: 'stage', op: 'eq', value: 'active' };
const save = async (api: Api, fields: object = {}) =>
  (await api.views.createView({ body: { name: 'Active', filter, columns: ['name', 'owner'], ...fields } }))
    .body;

async function seenBy(api: Api): Promise<string[]> {
  await cloud.idle();
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api.views.listViews({ query: { limit: 50, cursor } });
    found.push(...body.items.map(({ id }) => id));
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe('a view', () => {
  it('is saved, changed, given back what it was, and deleted', async () => {
    const made = await save(agent, { sort: { by: 'name', direction: 'ascending' } });
    expect(made).toMatchObject({ version: 1, sharedWith: 'nobody', createdBy: { id: 'wang.fang' }, filter });
    const params = { viewId: made.id };
    const other = { field: 'tags', op: 'contains', value: 'vip' };
    const { body: changed } = await agent.views.patchView(
      { params, body: { filter: other, sort: null } },
      { ifMatch: 1 },
    );
    expect(changed).toMatchObject({ version: 2, filter: other, columns: ['name', 'owner'] });
    expect(changed.sort).toBeUndefined();
    const [, eventId] = await newestChange(manager, { record: made.id });
    const { body: back } = await agent.views.restoreView({ params: { ...params, eventId } });
    expect(back).toMatchObject({ version: 3, filter, sort: { by: 'name' } });
    expect(await seenBy(agent)).toContain(made.id);
    await agent.views.deleteView({ params }, any);
    expect(await seenBy(agent)).not.toContain(made.id);
    expect(await refusal(agent.views.deleteView({ params }, any))).toMatchObject({ status: 404 });
  });

  it('is seen by whoever made it, by a team, or by everybody, and changed by its maker and managers', async () => {
    const { body: team } = await manager.teams.createTeam({
      body: { name: `Views ${crypto.randomUUID()}`, leads: ['wang.fang'] },
    });
    const [own, teams, all] = [
      await save(agent),
      await save(agent, { sharedWith: team.id }),
      await save(agent, { sharedWith: 'everybody' }),
    ];
    const ids = [own.id, teams.id, all.id];
    const seen = async (api: Api) => (await seenBy(api)).filter((id) => ids.includes(id)).sort();
    expect(await seen(agent)).toEqual([...ids].sort());
    expect(await seen(colleague)).toEqual([all.id]);
    expect(await seen(analyst)).toEqual([all.id]);
    const rename = (api: Api, viewId: string) =>
      api.views.patchView({ params: { viewId }, body: { name: 'Renamed' } }, any);
    expect(await refusal(rename(colleague, own.id))).toMatchObject({ status: 404 });
    expect(await refusal(rename(manager, own.id))).toMatchObject({ status: 404 });
    expect(await refusal(rename(colleague, teams.id))).toMatchObject({ status: 404 });
    expect(await refusal(rename(colleague, all.id))).toMatchObject({ status: 403 });
    expect((await rename(manager, all.id)).body).toMatchObject({ name: 'Renamed' });
  });

  it('holds nothing that whoever saves it is not shown, and is for no team of others', async () => {
    const sharedWith = 'team_01jd3x5y9hf1bvt6w0k2m4n8pq';
    const byEmail = { field: 'email', op: 'exists', value: true };
    for (const [api, fields, pointer] of [
      [agent, { sharedWith }, '/body/sharedWith'],
      [analyst, { filter: byEmail }, '/body/filter/field'],
      [agent, { filter: { field: 'email', op: 'lt', value: 3 } }, '/body/filter/op'],
      [agent, { columns: ['password'] }, '/body/columns/0'],
    ] as const) {
      const { problem } = await refusal(save(api, fields));
      expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([400, pointer]);
    }
  });

  it('lists whom it shows, each caller their own, newest first, in pages that go on', async () => {
    const tag = `v${crypto.randomUUID().slice(0, 8)}`;
    const rows = [
      { stage: 'high-value', owner: 'wang.fang', tags: [tag], lunarBirthday: { month: 8, day: 15 } },
      { stage: 'high-value', owner: 'wang.fang', tags: [] },
      { stage: 'high-value', owner: 'david.brown', tags: [tag] },
      { stage: 'active', owner: 'wang.fang', tags: [tag], externalIds: [{ source: tag, id: '1' }] },
      { stage: 'high-value', owner: null, tags: [tag], preferences: { interests: ['茶'] } },
    ] as const;
    const names = ['A', 'B', 'C', 'D', 'E'];
    for (const [at, row] of rows.entries()) {
      const body = { name: `View ${names[at]}`, ...row } as never;
      await manager.customers.createCustomer({ body });
    }
    await cloud.idle();
    const hasTag = { field: 'tags', op: 'contains', value: tag };
    const shown = async (api: Api, filter: object, limit = 50) => {
      const view = await save(manager, { filter, sharedWith: 'everybody' });
      const params = { viewId: view.id };
      expect((await api.views.getView({ params })).body).toEqual({
        ...view,
        words: expect.stringContaining(tag),
      });
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await api.views.listViewed({ params, query: { limit, cursor } });
        expect(body.items.length).toBeLessThanOrEqual(limit);
        found.push(...body.items.map(({ name }) => name.slice(-1)));
        cursor = body.cursor ?? undefined;
      } while (cursor !== undefined);
      return found.join('');
    };
    const best = { and: [{ field: 'stage', op: 'eq', value: 'high-value' }, hasTag] };
    expect(await shown(manager, best)).toBe('ECA');
    expect(await shown(manager, best, 1)).toBe('ECA');
    expect(await shown(agent, best)).toBe('AE');
    expect(await shown(agent, best, 1)).toBe('AE');
    expect(await shown(manager, hasTag, 2)).toBe('EDCA');
    const with_ = (field: string, op: string, value: unknown) => ({ and: [hasTag, { field, op, value }] });
    expect(await shown(manager, with_('owner', 'eq', 'none'))).toBe('E');
    expect(await shown(manager, with_('owner', 'ne', 'none'))).toBe('DCA');
    expect(await shown(manager, with_('owner', 'eq', 'david.brown'))).toBe('C');
    expect(await shown(agent, with_('owner', 'eq', 'david.brown'))).toBe('');
    expect(await shown(manager, with_('lunarBirthday', 'birthdayMonth', 8))).toBe('A');
    expect(await shown(manager, with_('externalSources', 'contains', tag))).toBe('D');
    expect(await shown(manager, with_('preferences.interests', 'contains', '茶'))).toBe('E');
  });

  it('is not shown to others where it asks for what they are not shown', async () => {
    const admin = await cloud.as('chen.jing', 3);
    const name = `limit_${crypto.randomUUID().slice(0, 8)}`;
    await admin.fields.createField({
      body: { name, label: { en: name }, type: 'number', visibleTo: ['manager'] } as never,
    });
    const secret = { field: `custom.${name}`, op: 'gt', value: 5 };
    const view = await save(manager, { filter: secret, sharedWith: 'everybody' });
    const params = { viewId: view.id };
    expect((await manager.views.getView({ params })).body.filter).toEqual(secret);
    expect(await seenBy(manager)).toContain(view.id);
    expect(await seenBy(agent)).not.toContain(view.id);
    expect(await refusal(agent.views.getView({ params }))).toMatchObject({ status: 404 });
    expect(await refusal(agent.views.listViewed({ params, query: {} }))).toMatchObject({ status: 404 });
    const { body: forged } = await manager.views.listViewed({ params, query: {} });
    expect(forged.items).toEqual([]);
    const own = await save(agent, {});
    const cursor = Buffer.from(JSON.stringify(['x', '[9,"a"]'])).toString('base64url');
    const query = { cursor };
    const wrong = await refusal(agent.views.listViewed({ params: { viewId: own.id }, query }));
    expect([wrong.status, wrong.problem.errors?.[0]?.pointer]).toEqual([400, '/query/cursor']);
  });
});
