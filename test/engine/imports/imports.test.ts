/** Imports on a real engine: a check and a run say the same, nothing is stored twice, and what was stored can be taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerRecord } from '../../../functions/customers/customers/customers.schema.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { NewField } from '../../../functions/customers/fields/fields.schema.ts';
import { createFieldsStore } from '../../../functions/customers/fields/fields.store.ts';
import { createField } from '../../../functions/customers/fields/operations/define-field.ts';
import { placesOf } from '../../../functions/customers/imports/imports.rules.ts';
import { StoredPreview, StoredVerdicts } from '../../../functions/customers/imports/imports.schema.ts';
import { rowTexts } from '../../../functions/customers/imports/imports.texts.ts';
import {
  cancelImport,
  revertImport,
  runImport,
} from '../../../functions/customers/imports/operations/direct-import.ts';
import { newId } from '../../../shared/values/ids.ts';
import type { TestTable } from '../../support/engine.ts';
import { type FaultyTable, startFaultyTable } from '../../support/faulty-table.ts';
import { aMember, manager, origin } from '../callbacks/department.ts';
import { openImports } from './importing.ts';

let faulty: FaultyTable;
let engine: TestTable;
beforeAll(async () => {
  faulty = await startFaultyTable();
  engine = faulty.plain;
});
afterAll(() => faulty?.close());

type Opened = ReturnType<typeof openImports>;

const unique = () => crypto.randomUUID().slice(0, 8);
const verdictsOf = async ({ files }: Opened, importId: string, of: 'check' | 'run', chunk = 0) =>
  (await files.find(placesOf(importId).verdicts(of, chunk), StoredVerdicts)) ?? [];
const byEmail = (email: string) =>
  createCustomersStore(engine.table).findByUnique({ kind: 'email', value: [email] });
const byNumber = (source: string, id: string) =>
  createCustomersStore(engine.table).findByUnique({ kind: 'external', value: [source, id] });

describe('a list from a spreadsheet', () => {
  it('is read, checked and run; telling it again changes nothing', async () => {
    const opened = openImports(engine.table);
    const text = [
      '客户名单',
      '姓名,手机（必填）,邮箱,生日,身份',
      '王芳,138 0013 8000,WANG@first.example,1990年1月5日,x',
      '李雷,139-0013-9000,li@first.example,03/04/1985,x',
      '没电话,,no@first.example,,x',
      '坏邮箱,13700137000,nobody,,x',
    ].join('\r\n');
    const ready = await opened.begin({ name: '名单.csv', text, mapping: { defaults: { country: 'CN' } } });
    expect(ready).toMatchObject({
      status: 'ready',
      found: { encoding: 'UTF-8', delimiter: ',', headerLine: 2, rows: 4 },
      mapping: { match: 'email' },
    });
    const patched = await opened.patch(ready.id, { mapping: { match: 'phone' } });
    const checked = await opened.check(patched.id);
    const counts = { created: 3, updated: 0, unchanged: 0, skipped: 0, refused: 1 };
    expect(checked).toMatchObject({ status: 'ready', check: { rows: 4, counts } });
    const done = await opened.run(ready.id);
    expect(done).toMatchObject({ status: 'done', run: { rows: 4, counts } });
    const verdicts = await verdictsOf(opened, ready.id, 'run');
    expect(verdicts.map(({ line, outcome }) => [line, outcome])).toEqual([
      [3, 'created'],
      [4, 'created'],
      [5, 'created'],
      [6, 'refused'],
    ]);
    expect(verdicts[2]?.notes).toMatchObject([
      { field: 'phone', column: '手机（必填）', reason: rowTexts.noKey },
    ]);
    expect(verdicts[1]?.notes).toMatchObject([{ column: '生日', value: '03/04/1985' }]);
    expect(verdicts[3]?.reasons).toMatchObject([
      { column: '邮箱', value: 'nobody', reason: { 'zh-CN': expect.stringContaining('必须是电子邮件地址') } },
    ]);
    expect(await byEmail('wang@first.example')).toMatchObject({ name: '王芳', birthday: '1990-01-05' });
    const again = await opened.begin({ name: '名单.csv', text, mapping: done.mapping ?? {} });
    expect((await opened.run(again.id)).run?.counts).toMatchObject({ created: 0, unchanged: 2, refused: 2 });
    const [, , who] = await verdictsOf(opened, again.id, 'run');
    expect(who?.reasons).toMatchObject([
      { field: 'email', value: 'no@first.example', holder: { name: '没电话', owner: null } },
    ]);
  });

  it('reads the same as a GB18030 file', async () => {
    const opened = openImports(engine.table);
    // 姓名,邮箱 / 王芳,gb@twin.example
    const gb = [0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd3, 0xca, 0xcf, 0xe4, 0x0a, 0xcd, 0xf5, 0xb7, 0xbc, 0x2c];
    const file = Buffer.concat([Buffer.from(gb), Buffer.from('gb@twin.example\n')]);
    const ready = await opened.beginWith(file, { name: '名单.csv' });
    expect(ready.found).toMatchObject({ encoding: 'GB18030', columns: ['姓名', '邮箱'] });
    await opened.run(ready.id);
    expect(await byEmail('gb@twin.example')).toMatchObject({ name: '王芳' });
  });
});

describe('a row about somebody who is there', () => {
  const told = { externalSource: 'shop', match: 'externalId' } as const;

  it.each([
    ['update', 'updated', { name: 'New', company: 'Theirs', tags: ['a', 'b'] }],
    ['fill-empty', 'updated', { name: 'Old', company: 'Theirs', tags: ['a', 'b'] }],
    ['skip', 'skipped', { name: 'Old', tags: ['a'] }],
  ] as const)(
    'with %s is %s, and a revert gives them back what they had',
    async (onMatch, outcome, after) => {
      const opened = openImports(engine.table);
      const number = unique();
      const first = await opened.begin({
        name: 'a.csv',
        text: `id,name,tags\n${number},Old,a\n`,
        mapping: told,
      });
      await opened.run(first.id);
      const { version: _, updatedAt: __, ...before } = (await byNumber('shop', number))!;
      const second = await opened.begin({
        name: 'b.csv',
        text: `id,name,company,tags\n${number},New,Theirs,b\n`,
        mapping: { ...told, onMatch },
      });
      const done = await opened.run(second.id);
      expect(done.run?.counts).toMatchObject({ [outcome]: 1 });
      expect(await byNumber('shop', number)).toMatchObject(after);
      await opened.revert(second.id);
      const { version: ___, updatedAt: ____, ...restored } = (await byNumber('shop', number))!;
      expect(restored).toEqual(before);
    },
  );

  it('counts once where the file has them twice: the first row, and the others come back', async () => {
    const opened = openImports(engine.table);
    const text = [
      'id,name,email,company',
      '1,Oak,oak@twice.example,Works',
      '1,oak ,oak@twice.example,',
      '1,Another,oak@twice.example,',
      '2,Elm,oak@twice.example,',
    ].join('\n');
    const mapping = { externalSource: unique() };
    const ready = await opened.begin({ name: 'c.csv', text, mapping });
    await opened.check(ready.id);
    const done = await opened.run(ready.id);
    const verdicts = await verdictsOf(opened, ready.id, 'run');
    expect(verdicts).toEqual(
      (await verdictsOf(opened, ready.id, 'check')).map((verdict) =>
        verdict.outcome === 'created' ? { ...verdict, customerId: expect.any(String) } : verdict,
      ),
    );
    expect(done.run?.counts).toMatchObject({ created: 1, skipped: 0, refused: 3 });
    expect(verdicts.slice(1).map(({ reasons }) => reasons)).toMatchObject([
      [{ column: 'id', reason: rowTexts.sameKey(2) }],
      [{ column: 'id', reason: rowTexts.otherName(2) }],
      [{ column: 'email', reason: { en: 'line 2 has it already' } }],
    ]);
    expect(await byEmail('oak@twice.example')).toMatchObject({ name: 'Oak', company: 'Works' });
    const rejected = opened.bucket.kept.get(placesOf(ready.id).rejected('run', 'en', 0));
    expect(Buffer.from(rejected ?? []).toString()).toContain(
      '1,Another,oak@twice.example,,4,id,1,"the same as',
    );
  });

  it('counts without a further number that others have, such as one of an office', async () => {
    const opened = openImports(engine.table);
    const text = '编号,姓名,手机,电话\n1,甲,13811110001,010 6278 9001\n2,乙,13811110002,010 6278 9001\n';
    const ready = await opened.begin({ name: 'o.csv', text, mapping: { externalSource: unique() } });
    expect(ready.mapping?.defaults).toEqual({ country: 'CN' });
    await opened.check(ready.id);
    await opened.run(ready.id);
    for (const of of ['check', 'run'] as const) {
      const verdicts = await verdictsOf(opened, ready.id, of);
      expect(verdicts).toMatchObject([
        { outcome: 'created', notes: [] },
        {
          outcome: 'created',
          notes: [{ field: 'otherPhones', value: '+861062789001', reason: rowTexts.takenInFile(2) }],
        },
      ]);
    }
  });
});

describe('a row that is refused', () => {
  it('says all that is wrong with it at once, as the preview does', async () => {
    const opened = openImports(engine.table);
    const field = { 'zh-CN': '积分' };
    const { writes } = await createField(NewField.parse({ name: 'points', label: field, type: 'number' }), {
      fields: createFieldsStore(engine.table),
      ...opened.directing(),
    });
    await engine.table.commit(writes);
    const known = `known-${unique()}@wrong.example`;
    await opened.run((await opened.begin({ name: 'k.csv', text: `姓名,邮箱\n贺兰雪,${known}\n` })).id);
    const text = [
      '编号,姓名,邮箱,负责人,积分,国家,地址',
      `1,${'甲'.repeat(200)},nobody,谁,many,火星,某路1号`,
      `2,乙,${known},li.na,many,中国,某路2号`,
    ].join('\n');
    const ready = await opened.begin({ name: 'w.csv', text, mapping: { externalSource: unique() } });
    await opened.check(ready.id);
    await opened.run(ready.id);
    const [check, run] = [
      await verdictsOf(opened, ready.id, 'check'),
      await verdictsOf(opened, ready.id, 'run'),
    ];
    expect(run).toEqual(check);
    const fields = run.map(({ reasons }) => reasons.map((reason) => reason.field).toSorted());
    expect(fields).toEqual([
      ['custom.points', 'email', 'name', 'owner'],
      ['custom.points', 'email', 'owner'],
    ]);
    expect(run[1]?.reasons).toContainEqual(
      expect.objectContaining({ field: 'email', holder: expect.objectContaining({ name: '贺兰雪' }) }),
    );
    const preview = await opened.files.find(placesOf(ready.id).preview, StoredPreview);
    expect(preview?.rows.map(({ outcome, reasons }) => ({ outcome, reasons }))).toEqual(
      check.map(({ outcome, reasons }) => ({ outcome, reasons })),
    );
  });
});

describe('a revert', () => {
  it('leaves whom others have changed or had to do with since, and names them', async () => {
    const opened = openImports(engine.table);
    const mapping = { externalSource: unique() };
    const ready = await opened.begin({ name: 'd.csv', text: 'id,name\n1,A\n2,B\n3,C\n', mapping });
    await opened.run(ready.id);
    const store = createCustomersStore(engine.table);
    const [changed, used, untouched] = await Promise.all(
      ['1', '2', '3'].map((id) => byNumber(mapping.externalSource, id)),
    );
    const after = { ...changed!, name: 'Changed', version: 2 };
    const whenTaken = async () => new Error('taken');
    await engine.table.commit(store.change(changed!, after, origin, { whenTaken, uniqueFields: new Set() }));
    const interaction = {
      ...{ id: newId({ ...customerId, prefix: 'interaction' }), version: 1, customerId: used!.id },
      ...{
        at: new Date().toISOString(),
        by: 'li.na',
        channel: 'call' as const,
        direction: 'inbound' as const,
        subject: 'x',
      },
    };
    await engine.table.commit(store.record(interaction, origin));
    const reverted = await opened.revert(ready.id);
    expect(reverted).toMatchObject({
      status: 'reverted',
      revert: {
        removed: 1,
        leftCount: 2,
        left: [
          { line: 2, customerId: changed!.id, because: 'changed-since' },
          { line: 3, customerId: used!.id, because: 'in-use' },
        ],
      },
    });
    expect(await store.find(untouched!.id)).toBeUndefined();
  });
});

describe('a revert of a change', () => {
  const begun = async () => {
    const opened = openImports(engine.table);
    const mapping = { externalSource: unique(), match: 'externalId' as const };
    const first = 'id,name,email,company,tags\n1,Ann,%@old.example,Works,a\n'.replace('%', unique());
    await opened.run((await opened.begin({ name: 'a.csv', text: first, mapping })).id);
    const text = 'id,name,email,street,tags\n1,Anna,%@new.example,Elm Street 1,b\n'.replace('%', unique());
    const { id } = await opened.begin({ name: 'b.csv', text, mapping });
    const before = (await byNumber(mapping.externalSource, '1'))!;
    await opened.run(id);
    /** What a colleague changes since. */
    const change = async (fields: Partial<CustomerRecord>) => {
      const { mergedFrom: _, ...present } = (await byNumber(mapping.externalSource, '1'))!;
      const after = { ...present, ...fields, version: present.version + 1 };
      const whenTaken = async () => new Error('taken');
      const store = createCustomersStore(engine.table);
      await engine.table.commit(store.change(present, after, origin, { whenTaken, uniqueFields: new Set() }));
    };
    return { opened, id, before, change, now: () => byNumber(mapping.externalSource, '1') };
  };

  it('gives back what the import has set although a colleague has changed something else', async () => {
    const { opened, id, before, change, now } = await begun();
    await change({ stage: 'active' });
    expect((await opened.revert(id)).revert).toMatchObject({ restored: 1, leftCount: 0 });
    const { email, name, tags, address } = before;
    expect(await now()).toMatchObject({ name, email, tags, stage: 'active' });
    expect((await now())?.address).toEqual(address);
  });

  it('leaves what a colleague has changed, and says which fields, also where it comes twice', async () => {
    const { opened, id, before, change, now } = await begun();
    await change({ name: 'Annabel' });
    const { writes, result } = await revertImport(id, opened.directing());
    await engine.table.commit(writes);
    // The worker dies once it has given back, and before it can say so.
    const imports = {
      ...opened.imports,
      advance: () => {
        throw new Error('The worker dies');
      },
    };
    const message = { importId: id, step: result.step };
    await expect(opened.deliver(message, engine.table, { imports })).rejects.toThrow('The worker dies');
    expect(await opened.work(id)).toMatchObject({
      status: 'reverted',
      revert: {
        ...{ restored: 0, leftCount: 1 },
        left: [{ line: 2, customerId: before.id, because: 'changed-since', fields: ['name'] }],
      },
    });
    expect(await now()).toMatchObject({ name: 'Annabel', email: before.email, tags: ['a'] });
  });
});

/** A file in which values meet: in the file, with customers who are there, and by rows that cannot be read. */
function randomFile(random: () => number, tag: string): string {
  const pick = (values: number) => Math.floor(random() * values);
  const lines = Array.from({ length: 60 }, () => {
    const email = pick(6) === 0 ? 'bad' : pick(5) === 0 ? '' : `e${pick(40)}-${tag}@random.example`;
    const phone =
      pick(4) === 0
        ? ''
        : `1380013${String(1000 + pick(40) + Number.parseInt(tag.slice(0, 2), 16) * 40)
            .padStart(4, '0')
            .slice(-4)}`;
    return `${pick(3) === 0 ? pick(10) : pick(1000)},${pick(9) === 0 ? '' : `N${pick(9)}`},${email},${phone}`;
  });
  return ['id,name,email,phone', ...lines].join('\n');
}

/** Mulberry32, by Tommy Ettinger. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('a check', () => {
  it.each([1, 2, 3, 4, 5, 6])('says of every row what a run makes of it (%i)', async (seed) => {
    const random = seeded(seed);
    const tag = unique();
    const opened = openImports(engine.table);
    const onMatch = (['update', 'fill-empty', 'skip'] as const)[seed % 3] ?? 'update';
    const mapping = { externalSource: tag, onMatch, defaults: { country: 'CN' } };
    const first = await opened.begin({ name: 'f.csv', text: randomFile(random, tag), mapping });
    await opened.run(first.id);
    const second = await opened.begin({ name: 'f.csv', text: randomFile(random, tag), mapping });
    await opened.check(second.id);
    await opened.run(second.id);
    const outcomes = async (of: 'check' | 'run') =>
      (await verdictsOf(opened, second.id, of)).map(({ line, outcome, reasons }) => [
        ...[line, outcome],
        reasons.map(({ field, reason }) => [field, reason.en.replace(/customer_\w+/, '…')]),
      ]);
    expect(await outcomes('run')).toEqual(await outcomes('check'));
  });
});

describe('a run whose worker dies once all is stored, and before it can say so', () => {
  it.each([7, 8, 9])('makes of each row what its check has said (%i)', async (seed) => {
    const random = seeded(seed);
    const tag = unique();
    const opened = openImports(engine.table);
    const mapping = { externalSource: tag, defaults: { country: 'CN' } };
    await opened.run((await opened.begin({ name: 'f.csv', text: randomFile(random, tag), mapping })).id);
    const { id: importId } = await opened.begin({ name: 'f.csv', text: randomFile(random, tag), mapping });
    await opened.check(importId);
    const { writes, result } = await runImport(importId, opened.directing());
    await engine.table.commit(writes);
    const put = async (place: string, value: unknown) => {
      if (place === placesOf(importId).verdicts('run', 0)) throw new Error('The worker dies');
      await opened.files.put(place, value);
    };
    const files = { ...opened.files, put };
    const message = { importId, step: result.step };
    await expect(opened.deliver(message, engine.table, { files })).rejects.toThrow('The worker dies');
    await opened.work(importId);
    const outcomes = async (of: 'check' | 'run') =>
      (await verdictsOf(opened, importId, of)).map(({ line, outcome }) => [line, outcome]);
    expect(await outcomes('run')).toEqual(await outcomes('check'));
  });
});

describe('a run whose calls fail, whose messages come twice, and whose workers die', () => {
  it('stores each row once all the same, and is taken back just so', async () => {
    const opened = openImports(engine.table);
    const tag = unique();
    const rows = 700;
    const line = (at: number, name: string) => `${at},${name},p${at}-${tag}@faulty.example`;
    const mapping = { externalSource: tag };
    const old = Array.from({ length: 100 }, (_, at) => line(at, 'Old'));
    const first = await opened.begin({ name: 'o.csv', text: ['id,name,email', ...old].join('\n'), mapping });
    await opened.run(first.id);
    const text = ['id,name,email', ...Array.from({ length: rows }, (_, at) => line(at, 'New'))].join('\n');
    const ready = await opened.begin({ name: 'n.csv', text, mapping });
    const { writes, result } = await runImport(ready.id, opened.directing());
    await engine.table.commit(writes);
    faulty.faults(
      ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({ rate: 0.01, kind })),
    );
    let failed = 0;
    /** Two workers are given each step, until it is done. */
    const workThrough = async (importId: string, step: number) => {
      for (let tried = 0; tried < 200; tried += 1) {
        const deliveries = [1, 2].map(() => opened.deliver({ importId, step }, faulty.table));
        const outcomes = await Promise.allSettled(deliveries);
        failed += outcomes.filter(({ status }) => status === 'rejected').length;
        const { status } = await opened.imports.get(importId);
        if (status !== 'running' && status !== 'reverting') return status;
      }
      throw new Error('It never ended');
    };
    expect(await workThrough(ready.id, result.step)).toBe('done');
    faulty.faults();
    expect(failed).toBeGreaterThan(0);
    const done = await opened.imports.get(ready.id);
    expect(done.run).toMatchObject({ rows, counts: { created: rows - 100, updated: 100, refused: 0 } });
    const all = await Promise.all(Array.from({ length: rows }, (_, at) => byNumber(tag, String(at))));
    expect(new Set(all.map((customer) => customer?.id)).size).toBe(rows);
    expect(all.filter((customer) => customer?.name === 'New')).toHaveLength(rows);
    expect(all.slice(0, 100).map((customer) => customer?.version)).toEqual(Array(100).fill(2));

    const reverted = await opened.revert(ready.id);
    expect(reverted.revert).toMatchObject({ removed: rows - 100, restored: 100, leftCount: 0 });
    const left = await Promise.all(Array.from({ length: rows }, (_, at) => byNumber(tag, String(at))));
    expect(left.filter((customer) => customer !== undefined).map(({ name }: CustomerRecord) => name)).toEqual(
      Array(100).fill('Old'),
    );
  }, 120_000);

  it('is cancelled also where its last part was just done', async () => {
    const opened = openImports(engine.table);
    const mapping = { externalSource: unique() };
    const ready = await opened.begin({ name: 'l.csv', text: 'id,name\n1,A\n2,\n', mapping });
    const { writes, result } = await runImport(ready.id, opened.directing());
    await engine.table.commit(writes);
    let isAsked = false;
    const putText = async () => {
      if (isAsked) return;
      isAsked = true;
      await engine.table.commit((await cancelImport(ready.id, opened.directing())).writes);
    };
    const files = { ...opened.files, putText };
    await opened.deliver({ importId: ready.id, step: result.step }, engine.table, { files });
    expect(await opened.imports.get(ready.id)).toMatchObject({ status: 'cancelled', run: { rows: 2 } });
    expect((await opened.revert(ready.id)).revert).toMatchObject({ removed: 1, leftCount: 0 });
  });

  it('goes on when whom it had created is gone by then', async () => {
    const opened = openImports(engine.table);
    const tag = unique();
    const text = ['id,name', '1,Deleted', '2,Stays'].join('\n');
    const ready = await opened.begin({ name: 'd.csv', text, mapping: { externalSource: tag } });
    const { writes, result } = await runImport(ready.id, opened.directing());
    await engine.table.commit(writes);
    const message = { importId: ready.id, step: result.step };
    // Stored, and not told of.
    const put = async (place: string, value: unknown) => {
      if (place === placesOf(ready.id).verdicts('run', 0)) throw new Error('The worker dies');
      await opened.files.put(place, value);
    };
    const files = { ...opened.files, put };
    await expect(opened.deliver(message, engine.table, { files })).rejects.toThrow('The worker dies');
    const customers = createCustomersStore(engine.table);
    const deleted = await byNumber(tag, '1');
    const gone = await customers.delete(deleted!, origin, { uniqueFields: new Set() });
    await engine.table.commit(gone);
    await opened.deliver(message);
    expect(await opened.imports.get(ready.id)).toMatchObject({
      status: 'done',
      run: { counts: { created: 2, refused: 0 } },
    });
    expect(await byNumber(tag, '1')).toBeUndefined();
    expect((await opened.revert(ready.id)).revert).toMatchObject({
      ...{ removed: 1, leftCount: 1 },
      left: [{ line: 2, customerId: deleted!.id, because: 'gone' }],
    });
  });

  it('is taken back by somebody else although who ran it has left before it could be told of', async () => {
    const runner = { ...manager, id: await aMember(engine.table) };
    const opened = openImports(engine.table, { principal: runner });
    const text = ['id,name', '1,A', '2,B'].join('\n');
    const ready = await opened.begin({ name: 'l.csv', text, mapping: { externalSource: unique() } });
    const { writes, result } = await runImport(ready.id, opened.directing());
    await engine.table.commit(writes);
    const message = { importId: ready.id, step: result.step };
    const put = async (place: string, value: unknown) => {
      if (place === placesOf(ready.id).verdicts('run', 0)) throw new Error('The worker dies');
      await opened.files.put(place, value);
    };
    const files = { ...opened.files, put };
    await expect(opened.deliver(message, engine.table, { files })).rejects.toThrow('The worker dies');
    await aMember(engine.table, { id: runner.id, active: false });
    await opened.deliver(message);
    expect(await opened.imports.get(ready.id)).toMatchObject({ status: 'failed' });
    const reverting = await revertImport(ready.id, {
      ...{ imports: opened.imports, principal: manager },
      origin: { ...opened.directing().origin, actor: { kind: 'person', id: manager.id } },
    });
    await engine.table.commit(reverting.writes);
    expect(await opened.work(ready.id)).toMatchObject({ status: 'reverted', revert: { removed: 2 } });
  });

  it('waits for the turn of each row that it stores or takes back, some at a time', async () => {
    const turns: number[] = [];
    const opened = openImports(engine.table, { pace: async (rows) => void turns.push(rows) });
    const tag = unique();
    const text = ['id,name', ...Array.from({ length: 60 }, (_, at) => `${at},N`), '60,'].join('\n');
    const ready = await opened.begin({ name: 'x.csv', text, mapping: { externalSource: tag } });
    await opened.check(ready.id);
    expect(turns).toEqual([]);
    expect(await opened.run(ready.id)).toMatchObject({ run: { counts: { created: 60, refused: 1 } } });
    const sum = () => turns.splice(0).reduce((one, other) => one + other, 0);
    expect(turns.length).toBeGreaterThan(1);
    expect(sum()).toBe(60);
    await opened.revert(ready.id);
    expect(turns.length).toBeGreaterThan(1);
    expect(sum()).toBe(60);
  });

  it('ends where it is cancelled, and what it has stored can be taken back', async () => {
    const opened = openImports(engine.table);
    const tag = unique();
    const text = ['id,name', ...Array.from({ length: 1500 }, (_, at) => `${at},N`)].join('\n');
    const ready = await opened.begin({ name: 'x.csv', text, mapping: { externalSource: tag } });
    const { writes, result } = await runImport(ready.id, opened.directing());
    await engine.table.commit(writes);
    const hasTime = () => false;
    const step = await opened.deliver({ importId: ready.id, step: result.step }, engine.table, { hasTime });
    const cancelled = await cancelImport(ready.id, opened.directing());
    await engine.table.commit(cancelled.writes);
    await opened.deliver({ importId: ready.id, step: step! });
    expect(await opened.imports.get(ready.id)).toMatchObject({ status: 'cancelled', run: { rows: 500 } });
    const reverted = await opened.revert(ready.id);
    expect(reverted.revert).toMatchObject({ removed: 500, leftCount: 0 });
    expect(await byNumber(tag, '0')).toBeUndefined();
  });
});
