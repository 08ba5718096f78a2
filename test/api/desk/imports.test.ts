/** The pages by which a file of customers is imported: sent, mapped, checked, run, and taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';
import { workbookOf } from '../../support/workbook.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

type Visitor = Awaited<ReturnType<typeof signedIn>>;

const signedIn = (person: string) => signedInAt(cloud.url, person);

/** Sends a form with a file, as a browser does. */
async function sendFile(visitor: Visitor, fields: Readonly<Record<string, string>>, file?: File) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== undefined) form.set('file', file);
  const response = await fetch(new URL('/desk/imports', cloud.url), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: cloud.url,
      'sec-fetch-site': 'same-origin',
      cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    page: await response.text(),
  };
}

const rows = '姓名,手机,备注\n王小明,138 0013 8001,喜欢茶\n,138 0013 8002,没有姓名\n李小红,13800138003,\n';

/** Presses the button of a form that has no other fields. */
async function press(visitor: Visitor, page: string, button: string) {
  const form = page.split('<form').find((each) => each.includes(`value="${button}"`)) ?? '';
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? '';
  return visitor.ask(action, { form: { ...hiddenFields(`<form${form}`, action), action: button } });
}

/** A page of work that goes on, once that is done. */
async function settled(visitor: Visitor, path: string) {
  await cloud.idle();
  const shown = await visitor.ask(path);
  expect(shown.headers.get('refresh')).toBeNull();
  return shown;
}

describe('an import at the desk', () => {
  it('goes from a file to its rows, and back', async () => {
    const manager = await signedIn('li.na');
    const list = await manager.ask('/desk/imports');
    const begun = await sendFile(
      manager,
      { ...hiddenFields(list.page, '/desk/imports'), action: 'send' },
      new File([rows], '客户.csv'),
    );
    expect(begun.status).toBe(303);
    const path = begun.location;
    const ready = await settled(manager, path);
    expect(ready.page).toContain('Import of 客户.csv');
    expect(ready.page).toMatch(/<option value="name" selected>/);
    const settings = {
      'column.0': 'name',
      'column.1': 'phone',
      'column.2': '',
      'mapping.match': 'phone',
      'mapping.onMatch': 'fill-empty',
      'mapping.externalSource': 'fair',
      'mapping.defaults.country': 'cn',
    };
    const wrong = await manager.send(ready.page, path, { ...settings, action: 'apply' });
    expect(wrong.status).toBe(400);
    expect(wrong.page).toContain('id="mapping.defaults.country-violation"');
    expect(wrong.page).toContain('value="cn"');
    const applied = await manager.send(wrong.page, path, {
      ...settings,
      'mapping.defaults.country': 'CN',
      'mapping.defaults.tags': 'fair\r\n2026',
      action: 'apply',
    });
    expect([applied.status, applied.location]).toEqual([303, path]);
    const mapped = await settled(manager, path);
    expect(mapped.page).toContain('王小明');
    expect((await press(manager, mapped.page, 'check')).status).toBe(303);
    const checked = await settled(manager, path);
    expect(checked.page).toContain('What the check says');
    expect(checked.page).toContain('<dt>created</dt><dd>2</dd>');
    expect(checked.page).toContain('<dt>refused</dt><dd>1</dd>');
    expect(checked.page).toContain('Download the refused rows');
    expect((await manager.ask(`${path}?outcome=refused`)).page).toContain(
      'Required: there is no such customer yet.',
    );
    expect((await press(manager, checked.page, 'run')).status).toBe(303);
    const done = await settled(manager, path);
    expect(done.page).toContain('What was imported');
    const api = await cloud.as('li.na', 3);
    const find = async () =>
      (await api.customers.listCustomers({ query: { phone: '+8613800138001' } })).body.items;
    expect(await find()).toMatchObject([{ name: '王小明', tags: ['fair', '2026'] }]);
    expect((await manager.ask('/desk/imports')).page).toContain(`<a href="${path}">客户.csv</a>`);
    expect((await press(manager, done.page, 'revert')).status).toBe(303);
    const reverted = await settled(manager, path);
    expect(reverted.page).toContain('<dt>Removed</dt><dd>2</dd>');
    expect(await find()).toEqual([]);
  });

  it('reads a file that comes again by the mapping that was kept of the first one', async () => {
    const manager = await signedIn('li.na');
    const send = async (name: string, fields: Readonly<Record<string, string>> = {}) => {
      const { page } = await manager.ask('/desk/imports');
      const hidden = { ...hiddenFields(page, '/desk/imports'), action: 'send' };
      const begun = await sendFile(manager, { ...hidden, ...fields }, new File(['Wer,Rest\nAnn,x\n'], name));
      return { path: begun.location, ...(await settled(manager, begun.location)) };
    };
    const first = await send('first.csv');
    const settings = { 'column.0': 'name', 'column.1': '', 'mapping.match': 'none' };
    const others = { 'mapping.onMatch': 'update', 'mapping.externalSource': 'fair' };
    await manager.send(first.page, first.path, { ...settings, ...others, action: 'apply' });
    const mapped = await settled(manager, first.path);
    const keep = mapped.page.split('<form').find((each) => each.includes('value="keep"')) ?? '';
    const named = { ...hiddenFields(`<form${keep}`, first.path), action: 'keep', name: 'Fair of May' };
    expect((await manager.ask(first.path, { form: named })).status).toBe(303);
    const offered = (await manager.ask('/desk/imports')).page;
    const mappingId = /<option value="([^"]+)"[^>]*>Fair of May</.exec(offered)?.[1] ?? '';
    const again = await send('again.csv', { mappingId });
    expect(again.page).toMatch(/<option value="none" selected>/);
    expect(again.page).toContain('Ann');
    // The same name is taken.
    const taken = await manager.ask(first.path, { form: { ...named, key: `${mappingId}-again` } });
    expect(taken.status).toBe(409);
    expect(taken.page).toContain('Fair of May');
  });

  it('reads another sheet, and a file whose columns nobody names, once that is said', async () => {
    const manager = await signedIn('li.na');
    const send = async (name: string, content: Buffer | string) => {
      const { page } = await manager.ask('/desk/imports');
      const hidden = { ...hiddenFields(page, '/desk/imports'), action: 'send' };
      const begun = await sendFile(manager, hidden, new File([new Uint8Array(Buffer.from(content))], name));
      return { path: begun.location, ...(await settled(manager, begun.location)) };
    };
    const again = async (path: string, page: string, fields: Readonly<Record<string, string>>) => {
      const form = page.split('<form').find((each) => each.includes('value="read"')) ?? '';
      const hidden = hiddenFields(`<form${form}`, path);
      const sent = await manager.ask(path, { form: { ...hidden, ...fields, action: 'read' } });
      return sent.status === 303 ? settled(manager, path) : sent;
    };
    const book = workbookOf({
      说明: [['请先阅读'], ['请勿修改']],
      客户: [
        ['姓名', '手机'],
        ['李雷', '13812340001'],
      ],
    });
    const first = await send('客户.xlsx', book);
    expect(first.page).toContain('There are other sheets to choose: 客户.');
    const other = await again(first.path, first.page, { sheet: '客户', headerLine: '' });
    expect(other.page).toContain('李雷');
    expect(other.page).toMatch(/<option value="客户" selected>/);

    const bare = await send('名单.csv', '张三,13812340002\n李四,13812340003\n');
    expect(bare.page).toContain('Line 1 looks like a customer');
    const text = { delimiter: '', encoding: '' };
    expect((await again(bare.path, bare.page, { ...text, headerLine: 'none' })).status).toBe(400);
    const named = await again(bare.path, bare.page, { ...text, headerLine: '0' });
    expect(named.page).toMatch(/<label[^>]*>#1/);

    // 王芳,上海 in Big5, which is not told by its bytes.
    const big5 = Buffer.from('a96d a657 2cb9 71b8 dc0a a4fd aada 2c31 0a'.replaceAll(' ', ''), 'hex');
    const failed = await send('big5.csv', big5);
    expect(failed.page).toContain('neither UTF-8 nor Chinese');
    const read = await again(failed.path, failed.page, { ...text, headerLine: '', encoding: 'big5' });
    expect(read.page).toContain('王芳');
  });

  it('warns before the check, and names who has a value and whom it changes', async () => {
    const manager = await signedIn('li.na');
    const api = await cloud.as('li.na', 3);
    const email = `known-${crypto.randomUUID().slice(0, 8)}@desk.example`;
    await api.customers.createCustomer({ body: { name: '贺兰雪', email, phone: '+8613812349001' } });
    const text = `姓名,邮箱,手机\n贺兰雪,${email},\n新客户,,13812349002\n别人,,13812349001\n`;
    const { page } = await manager.ask('/desk/imports');
    const hidden = { ...hiddenFields(page, '/desk/imports'), action: 'send' };
    const { location: path } = await sendFile(manager, hidden, new File([text], 'a.csv'));
    const ready = await settled(manager, path);
    expect(ready.page).toContain('To be refused: 1 of these first 3 rows.');
    expect(ready.page).toContain('Without “e-mail”, by which customers are found: 1 of these first 3 rows.');
    await press(manager, ready.page, 'check');
    const checked = await settled(manager, path);
    const link = /<a href="\/desk\/customers\/customer_\w+">贺兰雪<\/a>/g;
    // As whom the first row finds, and as who has the number of the third, in the preview and among the rows.
    expect(checked.page.match(link)).toHaveLength(3);
    expect(checked.page).toContain('>新客户</td>');
  });

  it('says what is wrong with a file, and how to send a larger one', async () => {
    const manager = await signedIn('li.na');
    const { page } = await manager.ask('/desk/imports');
    const hidden = { ...hiddenFields(page, '/desk/imports'), action: 'send' };
    const none = await sendFile(manager, hidden);
    expect(none.status).toBe(400);
    expect(none.page).toContain('id="file-violation"');
    const unknown = await sendFile(manager, hidden, new File(['x'], 'customers.pdf'));
    expect(unknown.status).toBe(400);
    expect(unknown.page).toContain('The name of the file does not tell its format.');
    const forged = await sendFile(manager, { ...hidden, 'form-token': 'x' }, new File([rows], 'x.csv'));
    expect(forged.status).toBe(403);
    const tooLarge = await sendFile(manager, hidden, new File(['a'.repeat(900_000)], 'large.csv'));
    expect(tooLarge.location).toMatch(/\?large=1$/);
    const form = await manager.ask(tooLarge.location);
    expect(form.page).toContain('The file is too large for that form.');
    const target = /<form method="post" action="(http[^"]+)" enctype/.exec(form.page)?.[1] ?? '';
    expect(form.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(target).origin};`,
    );
    expect((await sendFile(manager, hidden, new File(['a'.repeat(1_200_000)], 'larger.csv'))).page).toContain(
      'This is too large for the form',
    );
    // What the form holds is what S3 takes.
    const signed = new FormData();
    for (const [name, value] of Object.entries(hiddenFields(form.page, target))) signed.set(name, value);
    signed.set('file', new File([rows], 'larger.csv'));
    expect((await fetch(target, { method: 'POST', body: signed })).status).toBe(204);
    const path = tooLarge.location.split('?')[0]!;
    expect((await press(manager, form.page, 'start')).status).toBe(303);
    const read = await settled(manager, path);
    expect(read.page).toContain('The first rows as they would be stored');
    expect((await press(manager, read.page, 'cancel')).status).toBe(303);
    expect((await manager.ask(path)).page).toContain('<dd>stopped</dd>');
  });

  it('is for whoever may import, and shown to whoever began it', async () => {
    const analyst = await signedIn('zhao.wei');
    expect((await analyst.ask('/desk/imports')).status).toBe(403);
    expect((await analyst.ask('/desk/customers')).page).not.toContain('/desk/imports');
    const api = await cloud.as('li.na', 3);
    const { body } = await api.imports.createImport({ body: { name: 'x.csv', text: rows } });
    const agent = await signedIn('wang.fang');
    expect((await agent.ask(`/desk/imports/${body.id}`)).status).toBe(404);
  });
});
