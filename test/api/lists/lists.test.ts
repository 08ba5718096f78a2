/** Lists of customers. A cloud of its own: a filter looks at all customers there are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newestChange } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let admin: Api;
let manager: Api;
let agent: Api;
let colleague: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [admin, manager, agent, colleague] = await Promise.all([
    cloud.as('chen.jing', 3),
    cloud.as('li.na', 3),
    cloud.as('wang.fang', 3),
    cloud.as('david.brown', 3),
  ]);
});
afterAll(() => cloud?.close());

const any = { ifMatch: '*' } as const;
const customer = async (fields: object = {}) =>
  (await manager.customers.createCustomer({ body: { name: '王小明', createAnyway: true, ...fields } })).body
    .id;
const newList = async (api = manager, name = 'Autumn fair') =>
  (await api.lists.createList({ body: { name } })).body.id;
const add = async (listId: string, customerIds: string[], api = manager) =>
  (await api.lists.addMembers({ params: { listId }, body: { customerIds } })).body;
const read = async (listId: string) => (await manager.lists.getList({ params: { listId } })).body;

async function members(listId: string, api = manager) {
  await cloud.idle();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api.lists.listMembers({ params: { listId }, query: { limit: 3, cursor } });
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return ids.sort();
}

describe('a list of customers', () => {
  it('is created, renamed, given back its name, listed and deleted', async () => {
    const { body: created } = await manager.lists.createList({
      body: { name: 'Fair', description: 'Stand 7' },
    });
    expect(created).toMatchObject({ members: 0, version: 1, createdBy: { kind: 'person', id: 'li.na' } });
    const params = { listId: created.id };
    await manager.lists.patchList(
      { params, body: { name: 'Autumn fair', description: null } },
      { ifMatch: 1 },
    );
    const [, eventId] = await newestChange(manager, { record: created.id });
    const { body: back } = await manager.lists.restoreList({ params: { ...params, eventId } });
    expect(back).toMatchObject({ name: 'Fair', description: 'Stand 7', version: 3 });
    await cloud.idle();
    const { body: page } = await agent.lists.listLists({});
    expect(page.items).toContainEqual(expect.objectContaining({ id: created.id, name: 'Fair', members: 0 }));
    await manager.lists.deleteList({ params }, any);
    await expect(manager.lists.getList({ params })).rejects.toMatchObject({ status: 404 });
  });

  it('holds each customer once, counts exactly, and says what became of each', async () => {
    const listId = await newList();
    const [one, two, three] = [await customer(), await customer(), await customer()];
    const gone = await customer();
    await manager.customers.deleteCustomer({ params: { customerId: gone } }, any);
    expect(await add(listId, [one, two])).toMatchObject({ changed: [one, two], list: { members: 2 } });
    const again = await add(listId, [two, three, gone]);
    expect(again).toMatchObject({
      changed: [three],
      unchanged: [two],
      notFound: [gone],
      list: { members: 3 },
    });
    const { body: out } = await manager.lists.removeMembers({
      params: { listId },
      body: { customerIds: [one, gone] },
    });
    expect(out).toMatchObject({ changed: [one], unchanged: [gone], list: { members: 2 } });
    expect(await members(listId)).toEqual([two, three].sort());
    expect(await read(listId)).toMatchObject({ members: 2 });
  });

  it('counts exactly when many add at once', async () => {
    const listId = await newList();
    const ids = await Promise.all(Array.from({ length: 6 }, () => customer()));
    await Promise.all(ids.map((_, index) => add(listId, [ids[index]!, ids[(index + 1) % 6]!])));
    expect(await read(listId)).toMatchObject({ members: 6 });
    expect(await members(listId)).toEqual(ids.sort());
  });

  it('is left by whoever is deleted or erased, and stands with its customers', async () => {
    const listId = await newList();
    const [one, two, three] = [await customer(), await customer(), await customer()];
    await add(listId, [one, two, three]);
    const params = { customerId: one };
    expect((await manager.lists.listListsOfCustomer({ params })).body.items).toMatchObject([
      { id: listId, members: 3 },
    ]);
    await manager.customers.deleteCustomer({ params }, any);
    await manager.privacy.createErasure({ body: { customerId: two, reason: 'By letter' } });
    await cloud.idle();
    expect(await read(listId)).toMatchObject({ members: 1 });
    expect(await members(listId)).toEqual([three]);
    expect((await manager.lists.listLists({})).body.items).toContainEqual(
      expect.objectContaining({ id: listId, members: 1 }),
    );
  });

  it('is changed by whoever made it and by managers, who add only whom they see', async () => {
    const [own, other] = [await customer({ owner: 'wang.fang' }), await customer({ owner: 'david.brown' })];
    const listId = await newList(agent);
    expect(await add(listId, [own, other], agent)).toMatchObject({ changed: [own], notFound: [other] });
    await add(listId, [other]);
    const params = { listId };
    const shown = (await agent.lists.listMembers({ params })).body.items;
    expect(shown.map(({ masked }) => masked)).toContain(true);
    const forbidden = { status: 403 };
    await expect(add(listId, [other], colleague)).rejects.toMatchObject(forbidden);
    await expect(colleague.lists.patchList({ params, body: { name: 'Mine' } }, any)).rejects.toMatchObject(
      forbidden,
    );
    await expect(colleague.lists.deleteList({ params }, any)).rejects.toMatchObject(forbidden);
    await expect(agent.lists.listListsOfCustomer({ params: { customerId: other } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('forgets who was in it when it is deleted', async () => {
    const listId = await newList();
    const one = await customer();
    await add(listId, [one]);
    await manager.lists.deleteList({ params: { listId } }, any);
    await cloud.idle();
    expect((await manager.lists.listListsOfCustomer({ params: { customerId: one } })).body.items).toEqual([]);
  });
});

describe('lists whose customers are merged', () => {
  const merge = (survivor: string, loser: string) =>
    manager.merges.mergeCustomers({ params: { customerId: survivor }, body: { customerId: loser } });
  const undo = (survivor: string, mergedId: string) =>
    manager.merges.undoMerge({ params: { customerId: survivor, mergedId } });
  const counted = async (listId: string) => (await read(listId)).members;
  const extracted = async (list: string) => {
    const { body: asked } = await manager.lists.createExtract({ body: { list, columns: ['id'] } });
    await cloud.idle();
    const params = { extractId: asked.id };
    const { body } = await manager.lists.getExtract({ params });
    const files = await Promise.all((body.links ?? []).map(async (link) => (await fetch(link)).text()));
    return files.flatMap((file) => file.match(/customer_[0-9a-z]{26}/g) ?? []).sort();
  };

  it('show whoever stands for all of them, once, and give them back', async () => {
    const [both, ofLoser] = [await newList(), await newList()];
    const [one, two, three] = [await customer(), await customer(), await customer()];
    await add(both, [one, two, three]);
    await add(ofLoser, [two]);
    await merge(one, two);
    expect([await members(both), await counted(both)]).toEqual([[one, three].sort(), 2]);
    expect([await members(ofLoser), await counted(ofLoser)]).toEqual([[one], 1]);
    expect([await extracted(both), await extracted(ofLoser)]).toEqual([[one, three].sort(), [one]]);
    const { body } = await manager.lists.listListsOfCustomer({ params: { customerId: two } });
    expect(body.items.map(({ id }) => id).sort()).toEqual([both, ofLoser].sort());

    await merge(three, one);
    expect([await members(both), await counted(both)]).toEqual([[three], 1]);
    expect([await members(ofLoser), await counted(ofLoser)]).toEqual([[three], 1]);
    await undo(three, one);
    expect([await members(both), await counted(both)]).toEqual([[one, three].sort(), 2]);
    expect([await members(ofLoser), await counted(ofLoser)]).toEqual([[one], 1]);
    await undo(one, two);
    expect([await members(both), await counted(both)]).toEqual([[one, two, three].sort(), 3]);
    expect([await members(ofLoser), await counted(ofLoser)]).toEqual([[two], 1]);
  });

  it('take in and let go the customer by the id of any of the records', async () => {
    const listId = await newList();
    const [one, two, three] = [await customer(), await customer(), await customer()];
    await add(listId, [two]);
    await merge(one, two);
    await members(listId);
    expect(await add(listId, [two, three])).toMatchObject({ changed: [three], unchanged: [two] });
    const { body } = await manager.lists.removeMembers({ params: { listId }, body: { customerIds: [two] } });
    expect(body).toMatchObject({ changed: [two], list: { members: 1 } });
    await undo(one, two);
    expect([await members(listId), await counted(listId)]).toEqual([[three], 1]);
  });

  it('are left by all records of somebody who is deleted', async () => {
    const listId = await newList();
    const [one, two] = [await customer(), await customer()];
    await add(listId, [one, two]);
    await merge(one, two);
    await members(listId);
    await manager.customers.deleteCustomer({ params: { customerId: one } }, any);
    expect([await members(listId), await counted(listId)]).toEqual([[], 0]);
  });
});

const where = (field: string, op: string, value: unknown) => ({ field, op, value });

describe('a list from a filter', () => {
  it('holds whom the filter means among the customers that whoever asks sees, each once', async () => {
    const tag = crypto.randomUUID();
    const tagged = async (owner: string | null, stage: 'active' | 'lost' = 'active') =>
      customer({ owner, stage, tags: [tag] });
    const [mine, nobodys, others, lost] = [
      await tagged('wang.fang'),
      await tagged(null),
      await tagged('david.brown'),
      await tagged('wang.fang', 'lost'),
    ];
    for (let more = 0; more < 30; more += 1) await customer();
    await cloud.idle();
    const filter = { and: [where('tags', 'contains', tag), where('stage', 'ne', 'lost')] };
    const [ofManager, ofAgent] = [await newList(manager), await newList(agent)];
    await add(ofManager, [mine, lost]);
    const fill = (api: Api, listId: string) => api.lists.fillList({ params: { listId }, body: { filter } });
    const { body: started } = await fill(manager, ofManager);
    expect(started.filling).toMatchObject({
      state: 'running',
      text: { en: `tags contains "${tag}" and stage is not "lost"` },
    });
    await fill(agent, ofAgent);
    await cloud.idle();
    expect(await read(ofManager)).toMatchObject({ members: 4, filling: { state: 'done', added: 2 } });
    expect(await members(ofManager)).toEqual([mine, nobodys, others, lost].sort());
    expect(await read(ofAgent)).toMatchObject({ members: 2, filling: { state: 'done', added: 2 } });
    expect(await members(ofAgent)).toEqual([mine, nobodys].sort());
    await fill(manager, ofManager);
    await cloud.idle();
    expect(await read(ofManager)).toMatchObject({ members: 4, filling: { state: 'done', added: 0 } });
    const { body: trail } = await manager.audit.listAudit({ query: { record: ofManager } });
    expect(trail.items.map(({ type }) => type)).toEqual([
      ...['list.filled', 'list.filling', 'list.filled', 'list.filling', 'list.extended', 'list.created'],
    ]);
  });

  it('asks for fields that were defined, and for none that whoever asks is not shown', async () => {
    const field = { name: 'branch', label: { en: 'Branch' }, type: 'text' as const };
    await admin.fields.createField({ body: field });
    await admin.fields.createField({
      body: { ...field, name: 'vault', label: { en: 'Vault' }, visibleTo: ['admin' as const] },
    });
    const listId = await newList();
    const params = { listId };
    const fill = (filter: Record<string, unknown>) => manager.lists.fillList({ params, body: { filter } });
    const refused = (...pointers: string[]) => ({
      status: 400,
      problem: { errors: pointers.map((pointer) => ({ pointer, reason: expect.any(String) })) },
    });
    await expect(fill({ not: where('custom.vault', 'exists', true) })).rejects.toMatchObject(
      refused('/body/filter/not/field'),
    );
    await expect(fill({ or: [where('stage', 'eq', 'gone')] })).rejects.toMatchObject(
      refused('/body/filter/or/0/value'),
    );
    const inNorth = await customer({ custom: { branch: 'North' } });
    await cloud.idle();
    await fill(where('custom.branch', 'eq', 'north'));
    await expect(fill(where('custom.branch', 'eq', 'north'))).rejects.toMatchObject({ status: 422 });
    await cloud.idle();
    expect(await members(listId)).toEqual([inNorth]);
  });
});
