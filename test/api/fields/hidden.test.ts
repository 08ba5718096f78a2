/** What stands of hidden fields beside the customers: in corrections, fillings of lists, and the trail of both. */
import { beforeAll, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let admin: Api;
let manager: Api;

beforeAll(async () => {
  [admin, manager] = [await cloud.as('chen.jing', 3), await cloud.as('li.na', 3)];
});

it('is left out of whatever tells of work with them', async () => {
  const name = `secret_${crypto.randomUUID().slice(0, 8)}`;
  const secret = `hush-${crypto.randomUUID().slice(0, 8)}`;
  const field = { name, label: { en: name }, type: 'text', visibleTo: ['agent'] };
  await admin.fields.createField({ body: field as never });
  const custom = { [name]: secret };
  const { body: customer } = await admin.customers.createCustomer({ body: { name: '王芳', custom } });
  const filter = { field: `custom.${name}`, op: 'eq', value: secret };

  const { body: list } = await admin.lists.createList({ body: { name } });
  await admin.lists.fillList({ params: { listId: list.id }, body: { filter } });
  const { body: one } = await admin.corrections.createCorrection({
    body: { change: { set: { custom: { [name]: `${secret}-2` } } as never }, customerIds: [customer.id] },
  });
  const { body: two } = await admin.corrections.createCorrection({
    body: { change: { addTags: ['x'] }, filter },
  });
  await cloud.idle();
  const read = async (api: Api) =>
    JSON.stringify([
      (await api.lists.getList({ params: { listId: list.id } })).body,
      (await api.corrections.getCorrection({ params: { correctionId: one.id } })).body,
      (await api.corrections.getCorrection({ params: { correctionId: two.id } })).body,
      (await api.corrections.listCorrections({ query: {} })).body,
      (await api.audit.listAudit({ query: { record: one.id } })).body,
      (await api.audit.listAudit({ query: { record: two.id } })).body,
      (await api.audit.listAudit({ query: { record: list.id } })).body,
    ]);
  expect((await read(admin)).split(secret).length).toBeGreaterThan(4);
  // A function reads definitions once in five seconds.
  await expect.poll(() => read(manager), { timeout: 10_000, interval: 500 }).not.toContain(secret);
  expect(await read(manager)).toContain('"addTags":["x"]');
});

it('closes the rows of a file to whoever is not shown a field of it', async () => {
  const name = `secret_${crypto.randomUUID().slice(0, 8)}`;
  const field = { name, label: { en: name }, type: 'number', visibleTo: ['agent'] };
  await admin.fields.createField({ body: field as never });
  const columns = [
    { field: 'name' as const, columns: ['name'] },
    { field: `custom.${name}` as never, columns: ['secret'] },
  ];
  const { body } = await admin.imports.createImport({
    body: { name: 'a.csv', text: 'name,secret\nAnn,4711\nBob,many\n', mapping: { columns, match: 'none' } },
  });
  await cloud.idle();
  const params = { importId: body.id };
  await admin.imports.checkImport({ params });
  await cloud.idle();
  const reads = [
    (api: Api) => api.imports.previewImport({ params }),
    (api: Api) => api.imports.listImportRows({ params, query: {} }),
    (api: Api) => api.imports.getRejectedRows({ params, query: {} }),
  ];
  for (const read of reads) {
    expect((await read(admin)).status).toBe(200);
    expect((await refusal(read(manager))).status).toBe(403);
  }
  const { body: seen } = await manager.imports.getImport({ params });
  expect(JSON.stringify(seen)).not.toContain('4711');
});
