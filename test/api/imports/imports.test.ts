/** Imports by the API, on the local cloud: uploaded or inline, checked, run, looked at and taken back. */
import { describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { workbookOf } from '../../support/workbook.ts';

const cloud = sharedCloud();
type Api = Awaited<ReturnType<typeof cloud.as>>;

async function settled(api: Api, importId: string) {
  await cloud.idle();
  return (await api.imports.getImport({ params: { importId } })).body;
}

const unique = () => crypto.randomUUID().slice(0, 8);

describe('a file that fits into the request', () => {
  it('is read, checked, run and taken back', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const text = `编号,姓名,邮箱\n1,王芳,w-${tag}@import.example\n2,李雷,not-an-address\n3,韩梅梅,h-${tag}@import.example\n`;
    const body = { name: `名单-${tag}.csv`, text, mapping: { externalSource: tag } };
    const { body: begun } = await manager.imports.createImport({ body });
    expect(begun).toMatchObject({ status: 'reading', format: 'csv' });
    const params = { importId: begun.id };
    const ready = await settled(manager, begun.id);
    expect(ready).toMatchObject({ status: 'ready', found: { rows: 3, unused: [] } });
    const preview = (await manager.imports.previewImport({ params })).body;
    expect(preview.rows[0]).toMatchObject({ line: 2, customer: { name: '王芳' }, reasons: [] });
    expect(preview.rows[1]).toMatchObject({ line: 3, reasons: [{ column: '邮箱' }] });

    await manager.imports.checkImport({ params });
    const checked = await settled(manager, begun.id);
    const counts = { created: 2, updated: 0, unchanged: 0, skipped: 0, refused: 1 };
    expect(checked).toMatchObject({ status: 'ready', check: { counts } });
    const found = await manager.customers.listCustomers({ query: { email: `w-${tag}@import.example` } });
    expect(found.body.items).toEqual([]);

    await manager.imports.runImport({ params });
    expect(await settled(manager, begun.id)).toMatchObject({ status: 'done', run: { counts } });
    const rows = (await manager.imports.listImportRows({ params, query: { outcome: 'refused' } })).body;
    expect(rows.items).toMatchObject([{ line: 3, reasons: [{ column: '邮箱', value: 'not-an-address' }] }]);
    const created = await manager.customers.listCustomers({ query: { externalId: `${tag}:3` } });
    expect(created.body.items).toMatchObject([{ name: '韩梅梅' }]);

    await manager.imports.revertImport({ params });
    expect(await settled(manager, begun.id)).toMatchObject({
      status: 'reverted',
      revert: { removed: 2, restored: 0, left: [] },
    });
    const gone = await manager.customers.listCustomers({ query: { externalId: `${tag}:3` } });
    expect(gone.body.items).toEqual([]);
  });
});

describe('a workbook that cannot be read', () => {
  it('fails with the reason', async () => {
    const manager = await cloud.as('li.na');
    const content = workbookOf({
      People: [
        ['姓名', '邮箱'],
        ['王芳', 'w@import.example'],
      ],
    });
    const whole = content.toString('base64');
    const begin = async (file: object) =>
      (await manager.imports.createImport({ body: { name: 'a.xlsx', ...file } })).body.id;
    const noSheet = await begin({ base64: whole, sheet: 'nope' });
    const cut = await begin({ base64: content.subarray(0, 400).toString('base64') });
    expect(await settled(manager, noSheet)).toMatchObject({
      status: 'failed',
      failed: expect.stringContaining('nope'),
    });
    expect(await settled(manager, cut)).toMatchObject({ status: 'failed', failed: expect.any(String) });
  });
});

describe('somebody else’s customer', () => {
  it('is refused with the value by which they are found, and in a check nobody has an id who is not there', async () => {
    const [manager, agent] = [await cloud.as('li.na'), await cloud.as('wang.fang')];
    const email = `theirs-${unique()}@import.example`;
    await manager.customers.createCustomer({ body: { name: '李雷', owner: 'david.brown', email } });
    const text = `姓名,邮箱\n李雷,${email}\n韩梅梅,mine-${unique()}@import.example\n`;
    const { body } = await agent.imports.createImport({ body: { name: 'a.csv', text } });
    await settled(agent, body.id);
    await agent.imports.checkImport({ params: { importId: body.id } });
    await settled(agent, body.id);
    const { items } = (await agent.imports.listImportRows({ params: { importId: body.id }, query: {} })).body;
    expect(items).toMatchObject([
      {
        outcome: 'refused',
        reasons: [{ column: '邮箱', value: email, reason: 'Another customer has this e-mail address.' }],
      },
      { outcome: 'created' },
    ]);
    expect(items[1]).not.toHaveProperty('customerId');
  });
});

describe('a file that is uploaded', () => {
  it('goes to S3 by a form, is read once it is started, and its refused rows come as a file', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const { body: waiting } = await manager.imports.createImport({
      body: { name: `people-${tag}.csv`, mapping: { match: 'email' } },
    });
    expect(waiting).toMatchObject({ status: 'waiting' });
    const upload = waiting.upload!;
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
    const text = `name,email\nAnn,a-${tag}@import.example\n=1+1,bad\n`;
    form.set('file', new Blob([text]), 'people.csv');
    expect((await fetch(upload.url, { method: 'POST', body: form })).status).toBe(204);
    const params = { importId: waiting.id };
    await manager.imports.startImport({ params });
    expect(await settled(manager, waiting.id)).toMatchObject({ status: 'ready', found: { rows: 2 } });
    await manager.imports.runImport({ params });
    const done = await settled(manager, waiting.id);
    expect(done.run?.counts).toMatchObject({ created: 1, refused: 1 });
    const { files } = (await manager.imports.getRejectedRows({ params })).body;
    const rejected = await fetch(files[0]!.url);
    expect(rejected.headers.get('content-disposition')).toContain(`people-${tag}.rejected.csv`);
    const csv = await rejected.text();
    expect(csv).toContain("'=1+1,bad,3,email,bad,must be an e-mail address");
  });

  it('is told of when it never came', async () => {
    const manager = await cloud.as('li.na');
    const { body } = await manager.imports.createImport({ body: { name: 'none.csv' } });
    await manager.imports.startImport({ params: { importId: body.id } });
    const failed = await settled(manager, body.id);
    expect(failed).toMatchObject({
      status: 'failed',
      failed: expect.stringContaining('No file has arrived'),
    });
  });
});

describe('an import into a list', () => {
  it('puts whom it creates, changes and finds there, once, however often it is run', async () => {
    const [manager, agent] = [await cloud.as('li.na'), await cloud.as('wang.fang')];
    const tag = unique();
    const { body: list } = await manager.lists.createList({ body: { name: `Fair ${tag}` } });
    const text = `id,name\n1,Ann\n2,Bob\n3,${'x'.repeat(200)}\n`;
    const body = { name: 'fair.csv', text, listId: list.id, mapping: { externalSource: tag } };
    await expect(agent.imports.createImport({ body })).rejects.toMatchObject({ status: 403 });
    for (const run of [1, 2]) {
      const { body: begun } = await manager.imports.createImport({ body });
      await settled(manager, begun.id);
      await manager.imports.runImport({ params: { importId: begun.id } });
      const done = await settled(manager, begun.id);
      expect(done).toMatchObject({ listId: list.id, run: { counts: { created: run === 1 ? 2 : 0 } } });
    }
    const params = { listId: list.id };
    expect((await manager.lists.getList({ params })).body.members).toBe(2);
    const { items } = (await manager.lists.listMembers({ params })).body;
    expect(items.map(({ name }) => name).toSorted()).toEqual(['Ann', 'Bob']);
  });

  it('takes out whom it has put in when it is reverted, and leaves who was there', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const mapping = { externalSource: tag };
    const { body: list } = await manager.lists.createList({ body: { name: `Fair ${tag}` } });
    const params = { listId: list.id };
    const idOf = async (id: string, name: string) =>
      (await manager.customers.createCustomer({ body: { name, externalIds: [{ source: tag, id }] } })).body
        .id;
    const [ann, , cid = ''] = [await idOf('1', 'Ann'), await idOf('2', 'Bob'), await idOf('3', 'Cid')];
    await manager.lists.addMembers({ params, body: { customerIds: [ann] } });
    const body = {
      name: 'fair.csv',
      text: 'id,name\n1,Anna\n2,Bobby\n3,Cid\n4,Dan\n',
      listId: list.id,
      mapping,
    };
    const { body: begun } = await manager.imports.createImport({ body });
    await settled(manager, begun.id);
    const place = { params: { importId: begun.id } };
    await manager.imports.runImport(place);
    expect(await settled(manager, begun.id)).toMatchObject({
      run: { counts: { created: 1, updated: 2, unchanged: 1 } },
    });
    expect((await manager.lists.getList({ params })).body.members).toBe(4);
    // Whoever was put in and merged since stands in it through the other record.
    const { body: other } = await manager.customers.createCustomer({ body: { name: `Other ${tag}` } });
    await manager.merges.mergeCustomers({ params: { customerId: other.id }, body: { customerId: cid } });
    await cloud.idle();
    expect((await manager.lists.getList({ params })).body.members).toBe(4);
    await manager.imports.revertImport(place);
    await settled(manager, begun.id);
    await cloud.idle();
    expect((await manager.lists.getList({ params })).body.members).toBe(1);
    const { items } = (await manager.lists.listMembers({ params })).body;
    expect(items.map(({ name }) => name)).toEqual(['Ann']);
  });
});

describe('an import that was reverted while some of its customers stood merged into others', () => {
  it('is reverted again for these, once they stand for themselves', async () => {
    const manager = await cloud.as('li.na');
    const tag = unique();
    const create = async (name: string, id?: string) => {
      const externalIds = id === undefined ? [] : [{ source: tag, id }];
      return (await manager.customers.createCustomer({ body: { name, externalIds } })).body.id;
    };
    const [old, other] = [await create('Old', '1'), await create(`Other ${tag}`)];
    const body = { name: 'm.csv', text: 'id,name\n1,Newer\n2,Made\n', mapping: { externalSource: tag } };
    const { body: begun } = await manager.imports.createImport({ body });
    await settled(manager, begun.id);
    const place = { params: { importId: begun.id } };
    await manager.imports.runImport(place);
    await settled(manager, begun.id);
    const [made] = (await manager.customers.listCustomers({ query: { externalId: `${tag}:2` } })).body.items;
    const both = [old, made?.id ?? ''];
    for (const customerId of both)
      await manager.merges.mergeCustomers({ params: { customerId: other }, body: { customerId } });
    await cloud.idle();
    await manager.imports.revertImport(place);
    expect(await settled(manager, begun.id)).toMatchObject({
      status: 'reverted',
      revert: { removed: 0, restored: 0, leftCount: 2 },
    });
    for (const mergedId of both.toReversed())
      await manager.merges.undoMerge({ params: { customerId: other, mergedId } });
    await cloud.idle();
    await manager.imports.revertImport(place);
    expect(await settled(manager, begun.id)).toMatchObject({
      status: 'reverted',
      revert: { removed: 1, restored: 1, leftCount: 0 },
    });
    expect((await manager.customers.getCustomer({ params: { customerId: old } })).body.name).toBe('Old');
    await expect(manager.imports.revertImport(place)).rejects.toMatchObject({ status: 422 });
  });
});

describe('a field that the caller is not shown', () => {
  it('is not suggested, nor read by a mapping that was saved by others', async () => {
    const [manager, agent] = [await cloud.as('li.na'), await cloud.as('wang.fang')];
    const tag = unique();
    const field = { name: `credit_${tag}`, label: { 'zh-CN': `授信额度${tag}` }, type: 'number' as const };
    await manager.fields.createField({ body: { ...field, visibleTo: ['manager'] } });
    await cloud.idle();
    const column = `授信额度${tag}`;
    const text = `姓名,邮箱,${column}\n甲,a-${tag}@import.example,2000\n`;
    const readBy = async (api: Api, mappingId?: string) => {
      const body = { name: 'a.csv', text, ...(mappingId === undefined ? {} : { mappingId }) };
      return settled(api, (await api.imports.createImport({ body })).body.id);
    };
    const suggested = await readBy(manager);
    const own = { field: `custom.${field.name}`, columns: [column] };
    expect(suggested.mapping?.columns).toContainEqual(own);
    const saving = { body: { name: `M ${tag}`, mapping: suggested.mapping! } };
    const { body: saved } = await manager.imports.createMapping(saving);
    for (const mappingId of [undefined, saved.id]) {
      const ready = await readBy(agent, mappingId);
      expect(ready.mapping?.columns).not.toContainEqual(own);
      expect(ready.found?.unused).toEqual([column]);
      expect(ready.found?.notes).toHaveLength(mappingId === undefined ? 0 : 1);
      const params = { importId: ready.id };
      const { rows } = (await agent.imports.previewImport({ params })).body;
      expect(rows).toMatchObject([{ outcome: 'created', customer: { name: '甲' }, reasons: [] }]);
      await agent.imports.checkImport({ params });
      expect((await settled(agent, ready.id)).check?.counts).toMatchObject({ created: 1, refused: 0 });
    }
  });
});

describe('a saved mapping', () => {
  it('is used by a file that comes again', async () => {
    const manager = await cloud.as('li.na');
    const mapping = {
      columns: [{ field: 'name' as const, columns: ['Wer'] }],
      match: 'none' as const,
      onMatch: 'update' as const,
      externalSource: 'x',
      defaults: { tags: ['fair'] },
    };
    const name = `Fair ${unique()}`;
    const { body: saved } = await manager.imports.createMapping({ body: { name, mapping } });
    await expect(manager.imports.createMapping({ body: { name, mapping } })).rejects.toMatchObject({
      status: 409,
    });
    const { body } = await manager.imports.createImport({
      body: { name: 'a.csv', text: 'Wer;Mail\nAnn;x\n', mappingId: saved.id },
    });
    const ready = await settled(manager, body.id);
    expect(ready.mapping).toMatchObject({ match: 'none', defaults: { tags: ['fair'] } });
    await manager.imports.deleteMapping({ params: { mappingId: saved.id } }, { ifMatch: saved.version });
    await expect(manager.imports.getMapping({ params: { mappingId: saved.id } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('an agent', () => {
  it('sees own imports only, and owns what they import', async () => {
    const [agent, manager] = [await cloud.as('wang.fang'), await cloud.as('li.na')];
    const { body: theirs } = await manager.imports.createImport({
      body: { name: 'm.csv', text: 'name\nA\n' },
    });
    await expect(agent.imports.getImport({ params: { importId: theirs.id } })).rejects.toMatchObject({
      status: 404,
    });
    const email = `agent-${unique()}@import.example`;
    const { body } = await agent.imports.createImport({
      body: { name: 'a.csv', text: `name,email\nAnn,${email}\n` },
    });
    await settled(agent, body.id);
    await agent.imports.runImport({ params: { importId: body.id } });
    expect(await settled(agent, body.id)).toMatchObject({ status: 'done', run: { counts: { created: 1 } } });
    const found = await agent.customers.listCustomers({ query: { email } });
    expect(found.body.items).toMatchObject([{ owner: 'wang.fang' }]);
    const list = (await agent.imports.listImports({})).body.items;
    expect(new Set(list.map(({ by }) => by))).toEqual(new Set(['wang.fang']));
  });
});
