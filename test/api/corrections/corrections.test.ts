/** Corrections by the API, on the local cloud: previewed, made, looked at and undone. */
import { describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';

const cloud = sharedCloud();
type Api = Awaited<ReturnType<typeof cloud.as>>;

async function settled(api: Api, correctionId: string) {
  await cloud.idle();
  return (await api.corrections.getCorrection({ params: { correctionId } })).body;
}

const unique = () => crypto.randomUUID().slice(0, 8);

async function customers(api: Api, ...inputs: object[]): Promise<string[]> {
  const bodies = inputs.map((input) => ({ name: '王芳', ...input }));
  const created = await Promise.all(bodies.map((body) => api.customers.createCustomer({ body } as never)));
  return created.map(({ body }) => body.id);
}
const read = async (api: Api, customerId: string) =>
  (await api.customers.getCustomer({ params: { customerId } })).body;

describe('a correction', () => {
  it('is previewed, made by whoever looked at it, undone, and found in the list and the trail', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const [first, second] = (await customers(manager, { stage: 'active' }, { tags: [tag] })) as [
      string,
      string,
    ];
    const body = {
      change: { set: { stage: 'lost' as const }, addTags: [tag] },
      customerIds: [first, second],
    };
    const { body: begun } = await manager.corrections.createCorrection({ body });
    expect(begun).toMatchObject({ status: 'previewing', change: body.change });
    const params = { correctionId: begun.id };
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'ready', counts: { pending: 2 } });
    const page = (await manager.corrections.listCorrectionRows({ params, query: { limit: 1 } })).body;
    expect(page.items).toMatchObject([
      { customerId: first, before: { stage: 'active', tags: [] }, after: { stage: 'lost', tags: [tag] } },
    ]);
    const query = { limit: 1, cursor: page.cursor ?? '' };
    const rest = (await manager.corrections.listCorrectionRows({ params, query })).body;
    expect(rest.items).toMatchObject([{ customerId: second, fields: ['stage'] }]);
    expect(await read(manager, first)).toMatchObject({ version: 1, stage: 'active' });

    await expect(manager.corrections.undoCorrection({ params })).rejects.toMatchObject({ status: 422 });
    await manager.corrections.startCorrection({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'done', counts: { changed: 2 } });
    await expect(manager.corrections.startCorrection({ params })).rejects.toMatchObject({ status: 422 });
    expect(await read(manager, first)).toMatchObject({ version: 2, stage: 'lost', tags: [tag] });
    const { items } = (await manager.corrections.listCorrections({ query: { status: 'done', by: 'me' } }))
      .body;
    expect(items.map(({ id }) => id)).toContain(begun.id);
    const asked = { query: { record: first } };
    const [entry] = (await manager.audit.listAudit(asked)).body.items;
    expect(entry).toMatchObject({ type: 'customer.changed', actor: { id: 'li.na' } });

    await manager.corrections.undoCorrection({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'undone', counts: { undone: 2 } });
    expect(await read(manager, first)).toMatchObject({ version: 3, stage: 'active', tags: [] });
  });

  it('gives back what it could not the last time, such as of one who was merged then', async () => {
    const manager = await cloud.as('li.na');
    const [merged, survivor] = (await customers(manager, { company: 'A' }, {})) as [string, string];
    const body = { change: { set: { company: 'B' } }, customerIds: [merged] };
    const { body: begun } = await manager.corrections.createCorrection({ body });
    await settled(manager, begun.id);
    const params = { correctionId: begun.id };
    await manager.corrections.startCorrection({ params });
    await settled(manager, begun.id);
    const place = { params: { customerId: survivor } };
    await manager.merges.mergeCustomers({ ...place, body: { customerId: merged } });
    await manager.corrections.undoCorrection({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'undone', counts: { kept: 1 } });
    await manager.merges.undoMerge({ params: { customerId: survivor, mergedId: merged } });
    expect(await read(manager, merged)).toMatchObject({ company: 'B' });
    await manager.corrections.undoCorrection({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ counts: { kept: 0, undone: 1 } });
    expect(await read(manager, merged)).toMatchObject({ company: 'A' });
    await expect(manager.corrections.undoCorrection({ params })).rejects.toMatchObject({ status: 422 });
  });

  it('applies what is suggested for a kind of finding, to each customer their own', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const [wrong, right] = (await customers(
      manager,
      { email: `w-${tag}@gmial.com` },
      { email: `r-${tag}@gmail.com` },
    )) as [string, string];
    await cloud.idle();
    const change = { suggestions: 'email-typo' as const };
    const body = { change, findings: { code: 'email-typo' as const } };
    const { body: begun } = await manager.corrections.createCorrection({ body });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'ready' });
    const params = { correctionId: begun.id };
    const { items } = (await manager.corrections.listCorrectionRows({ params, query: { limit: 50 } })).body;
    const row = items.find(({ customerId }) => customerId === wrong);
    expect(row).toMatchObject({ outcome: 'pending', after: { email: `w-${tag}@gmail.com` } });
    expect(items.map(({ customerId }) => customerId)).not.toContain(right);
    await manager.corrections.startCorrection({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'done' });
    expect(await read(manager, wrong)).toMatchObject({ email: `w-${tag}@gmail.com` });
    const quality = (await manager.quality.getQuality({ params: { customerId: wrong } })).body;
    expect(quality.findings.map(({ code }) => code)).not.toContain('email-typo');
  });

  it('applies what is suggested to an agent’s own customers, and to no others', async () => {
    const [manager, agent] = [await cloud.as('li.na'), await cloud.as('wang.fang')];
    const tag = unique();
    const [own] = (await customers(agent, { email: `o-${tag}@gmial.com` })) as [string];
    const [others] = (await customers(manager, {
      email: `d-${tag}@gmial.com`,
      owner: 'david.brown',
    })) as [string];
    await cloud.idle();
    const change = { suggestions: 'email-typo' as const };
    const body = { change, findings: { code: 'email-typo' as const } };
    const { body: begun } = await agent.corrections.createCorrection({ body });
    expect(await settled(agent, begun.id)).toMatchObject({ status: 'ready' });
    const params = { correctionId: begun.id };
    const { items } = (await agent.corrections.listCorrectionRows({ params, query: { limit: 50 } })).body;
    const found = items.map(({ customerId }) => customerId);
    expect(found).toContain(own);
    expect(found).not.toContain(others);
  });

  it('of who is in a list reaches those whom an agent may change, and no others', async () => {
    const [manager, agent] = [await cloud.as('li.na'), await cloud.as('wang.fang')];
    const [own] = (await customers(agent, {})) as [string];
    const [others] = (await customers(manager, { owner: 'david.brown' })) as [string];
    const { body: list } = await manager.lists.createList({ body: { name: `L ${unique()}` } });
    const members = { params: { listId: list.id }, body: { customerIds: [own, others] } };
    await manager.lists.addMembers(members);
    await cloud.idle();
    const body = { change: { set: { language: 'en' as const } }, listId: list.id };
    const { body: begun } = await agent.corrections.createCorrection({ body });
    await settled(agent, begun.id);
    const params = { correctionId: begun.id };
    const { items } = (await agent.corrections.listCorrectionRows({ params })).body;
    expect(items.map(({ customerId }) => customerId)).toEqual([own]);
    const theirs = await manager.corrections.createCorrection({ body });
    const hidden = { params: { correctionId: theirs.body.id } };
    await expect(agent.corrections.getCorrection(hidden)).rejects.toMatchObject({ status: 404 });
    await agent.corrections.cancelCorrection({ params });
    expect(await settled(agent, begun.id)).toMatchObject({ status: 'cancelled' });
    expect(await read(agent, own)).toMatchObject({ version: 1, language: 'zh-CN' });
  });

  it('meets others who edit the same customers: each change is one of both, and none is lost', async () => {
    const manager = await cloud.as('li.na');
    const ids = await customers(manager, ...Array.from({ length: 12 }, () => ({})));
    const body = { change: { addTags: ['met'] }, customerIds: ids };
    const { body: begun } = await manager.corrections.createCorrection({ body });
    await settled(manager, begun.id);
    const params = { correctionId: begun.id };
    await Promise.all([
      manager.corrections.startCorrection({ params }),
      ...ids.map((customerId) =>
        manager.customers.patchCustomer(
          { params: { customerId }, body: { company: 'Edited' } },
          { ifMatch: '*' },
        ),
      ),
    ]);
    const { counts } = await settled(manager, begun.id);
    expect(counts.changed + counts.left).toBe(ids.length);
    const all = await Promise.all(ids.map((id) => read(manager, id)));
    expect(all.filter(({ company }) => company === 'Edited')).toHaveLength(ids.length);
    expect(all.filter(({ tags }) => tags.includes('met'))).toHaveLength(counts.changed);
    await manager.corrections.undoCorrection({ params });
    await settled(manager, begun.id);
    const after = await Promise.all(ids.map((id) => read(manager, id)));
    expect(after.map(({ tags, company }) => [tags, company])).toEqual(ids.map(() => [[], 'Edited']));
  });
});

describe('what cannot be asked', () => {
  it.each([
    [
      'nothing to change',
      { change: {}, customerIds: ['customer_01jd3x5y9hf1bvt6w0k2m4n8pq'] },
      '/body/change',
    ],
    ['nobody', { change: { addTags: ['x'] } }, '/body'],
    [
      'one address for many',
      { change: { set: { email: 'a@b.example' } }, listId: 'x' },
      '/body/change/set/email',
    ],
    [
      'a field that is not defined',
      { change: { set: { custom: { nothing: 'x' } } }, filter: { field: 'name', op: 'eq', value: 'x' } },
      '/body/change/set/custom/nothing',
    ],
  ])('%s', async (_, body, pointer) => {
    const manager = await cloud.as('li.na');
    await expect(manager.corrections.createCorrection({ body: body as never })).rejects.toMatchObject({
      status: 400,
      problem: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
    });
  });
});
