/**
 * Imports of many rows: 100,000 with unique values checked, with a flat memory and at more than 500 a second; and real
 * files, FEBRL and CDNOW, through the product's own import.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewImport } from '../../functions/customers/imports/imports.schema.ts';
import { openImports } from '../engine/imports/importing.ts';
import { startTable, type TestTable } from '../support/engine.ts';

const rows = Number(process.env.ROWS ?? 100_000);
const data = process.env.RAPPORT_TEST_DATA ?? path.resolve('..', 'shared', 'data');

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2);

/** The most that is in use, as far as it is seen, while something goes on. */
async function watched<Result>(act: () => Promise<Result>) {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().heapUsed + process.memoryUsage().external);
  };
  const timer = setInterval(look, 50);
  const begun = performance.now();
  const result = await act();
  clearInterval(timer);
  look();
  return { result, seconds: (performance.now() - begun) / 1000, peak };
}

/** Checks, runs and runs again, and prints how long each takes and what it says. */
async function importFile(content: string, input: Omit<NewImport, 'text' | 'base64'>) {
  const opened = openImports(engine.table);
  const read = await watched(() => opened.begin({ ...input, text: content }));
  const { id, found } = read.result;
  const all = found?.rows ?? 0;
  const tell = (what: string, { seconds, peak }: { seconds: number; peak: number }, counts?: object) =>
    console.log(
      `${input.name}, ${what}: ${all} rows in ${seconds.toFixed(1)} s, ${Math.round(all / seconds)} rows/s, ` +
        `at most ${megabytes(peak)} MB in use ${counts === undefined ? '' : JSON.stringify(counts)}`,
    );
  tell('read', read);
  const checked = await watched(() => opened.check(id));
  tell('checked', checked, checked.result.check?.counts);
  const run = await watched(() => opened.run(id));
  tell('run', run, run.result.run?.counts);
  expect(run.result.run?.counts).toEqual(checked.result.check?.counts);
  return { id, all, run, opened };
}

it(`imports ${rows} rows with a flat memory, 500 a second and more`, async () => {
  const head = 'id,name,email,phone,city,tags';
  const line = (at: number) =>
    `${at},王芳${at},p${at}@many.example,138${String(at).padStart(8, '0')},上海,vip`;
  const small = Array.from({ length: 5000 }, (_, at) => line(1_000_000 + at));
  const mapping = { externalSource: 'many', defaults: { country: 'CN' } };
  const few = await importFile([head, ...small].join('\n'), { name: 'few.csv', mapping });
  const content = [head, ...Array.from({ length: rows }, (_, at) => line(at))].join('\n');
  const { run, opened, id } = await importFile(content, { name: 'many.csv', mapping });
  expect(run.result.run?.counts).toMatchObject({ created: rows, refused: 0 });
  expect(rows / run.seconds).toBeGreaterThan(500);
  // The files lie in the memory of this test; what is beyond them must not grow with the rows.
  const kept = [...opened.bucket.kept.values()].reduce((sum, file) => sum + file.length, 0);
  expect(megabytes(run.peak - kept - content.length)).toBeLessThan(megabytes(few.run.peak) + 200);
  const reverted = await watched(() => opened.revert(id));
  console.log(`reverted: ${Math.round(rows / reverted.seconds)} rows/s`);
  expect(reverted.result.revert).toMatchObject({ removed: rows, leftCount: 0 });
});

const febrl = path.join(data, 'febrl', 'dataset1.csv');
it.skipIf(!existsSync(febrl))(
  'imports FEBRL 1: a thousand rows, half of them people who are told of twice',
  async () => {
    const { run } = await importFile(readFileSync(febrl, 'utf8'), {
      name: 'dataset1.csv',
      mapping: { externalSource: 'febrl', defaults: { country: 'AU', language: 'en' } },
    });
    expect(run.result.run).toMatchObject({ rows: 1000, counts: { created: 1000, refused: 0 } });
  },
);

/** CDNOW: a line for each purchase: customer, day, number of CDs, dollars. Fader and Hardie, brucehardie.com/datasets */
function cdnowCustomers(text: string): string {
  const customers = new Map<string, { first: string; orders: number; dollars: number }>();
  for (const line of text.split('\n')) {
    const [id, day = '', , dollars = '0'] = line.trim().split(/\s+/);
    // The first line names the columns.
    if (id === undefined || !/^\d+$/.test(id)) continue;
    const known = customers.get(id) ?? { first: day, orders: 0, dollars: 0 };
    const first = day < known.first ? day : known.first;
    customers.set(id, { first, orders: known.orders + 1, dollars: known.dollars + Number(dollars) });
  }
  const lines = [...customers].map(
    ([id, { first, orders }]) =>
      `${id},Customer ${id},CDNOW ${first.slice(0, 4)},${orders > 1 ? 'repeat' : 'once'}`,
  );
  return ['customer_id,name,source,tags', ...lines].join('\n');
}

const cdnow = path.join(data, 'cdnow', 'CDNOW_master.txt');
it.skipIf(!existsSync(cdnow))('imports the 23,570 customers of CDNOW', async () => {
  const { run } = await importFile(cdnowCustomers(readFileSync(cdnow, 'utf8')), {
    name: 'cdnow.csv',
    mapping: { externalSource: 'cdnow', defaults: { language: 'en' } },
  });
  expect(run.result.run).toMatchObject({ rows: 23_570, counts: { created: 23_570, refused: 0 } });
});
