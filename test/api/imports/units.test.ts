/** What a row of an import, and a customer of a correction, costs in read and write units, as the engine bills it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { keepMeasuredUnits, type Measurement } from '../../support/measured-units.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
const measured: Measurement[] = [];

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na');
});
afterAll(async () => {
  keepMeasuredUnits(measured);
  await cloud?.close();
});

interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What the function takes for this. */
async function unitsOf(fn: string, act: () => Promise<unknown>): Promise<Units> {
  await cloud.idle();
  await cloud.resetMeter();
  await act();
  await cloud.idle();
  const { functions } = await cloud.meter();
  const [found] = Object.entries(functions).filter(([name]) => name === fn);
  if (found === undefined) throw new Error(`The meter knows ${Object.keys(functions).join(', ')}`);
  return found[1];
}

const [few, many] = [10, 40];

/** What each of thirty more takes: what a part of the work takes by itself is not counted. */
async function unitsOfOne(
  route: string,
  what: string,
  unitsFor: (count: number) => Promise<Units>,
): Promise<Units> {
  const [some, more] = [await unitsFor(few), await unitsFor(many)];
  const each = (name: keyof Units) => Math.round(((more[name] - some[name]) / (many - few)) * 10) / 10;
  const units = { readUnits: each('readUnits'), writeUnits: each('writeUnits') };
  measured.push({ route, case: what, ...units });
  return units;
}

async function run(text: string, externalSource: string): Promise<Units> {
  const body = { name: 'u.csv', text, mapping: { externalSource } };
  const params = { importId: (await manager.imports.createImport({ body })).body.id };
  await cloud.idle();
  const units = await unitsOf('ImportsWork', () => manager.imports.runImport({ params }));
  expect((await manager.imports.getImport({ params })).body).toMatchObject({ status: 'done' });
  return units;
}

const fileOf = (count: number, source: string, name: string) => {
  const row = (at: number) =>
    `${at},${name},${at}-${source}@units.example,+86138${String(count * 1000 + at).padStart(8, '0')}`;
  return ['id,name,email,phone', ...Array.from({ length: count }, (_, at) => row(at))].join('\n');
};

it('a row of an import costs what the page says', async () => {
  const creating = (count: number) => run(fileOf(count, `s${count}`, 'Ann'), `s${count}`);
  const changing = (count: number) => run(fileOf(count, `s${count}`, 'Bob'), `s${count}`);
  const created = await unitsOfOne('imports', 'each row that creates a customer', creating);
  const changed = await unitsOfOne('imports', 'each row that changes a name', changing);
  const same = await unitsOfOne('imports', 'each row that changes nothing', changing);
  expect(created.writeUnits).toBeLessThanOrEqual(10);
  expect(changed.writeUnits).toBeLessThanOrEqual(11);
  expect(same.writeUnits).toBe(0);
  expect(Math.max(created.readUnits, changed.readUnits, same.readUnits)).toBeLessThanOrEqual(7);
}, 240_000);

it('a customer of a correction costs what the page says', async () => {
  const made = new Map<number, string>();
  const corrections = {
    preview: async (count: number) => {
      const filter = { field: 'name', op: 'eq' as const, value: `C${count}` };
      const rows = Array.from({ length: count }, (_, at) => ({ key: `${at}`, name: `C${count}` }));
      for (let at = 0; at < count; at += 50)
        await manager.customers.batchCustomers({ body: { rows: rows.slice(at, at + 50) } });
      const { body } = await manager.lists.createList({ body: { name: `C${count}` } });
      await cloud.idle();
      await manager.lists.fillList({ params: { listId: body.id }, body: { filter } });
      await cloud.idle();
      const change = { set: { company: 'Corrected' } };
      const correction = { body: { change, listId: body.id } };
      return unitsOf('CorrectionsWork', async () => {
        made.set(count, (await manager.corrections.createCorrection(correction)).body.id);
      });
    },
    start: (count: number) =>
      unitsOf('CorrectionsWork', () => manager.corrections.startCorrection({ params: paramsOf(count) })),
    undo: (count: number) =>
      unitsOf('CorrectionsWork', () => manager.corrections.undoCorrection({ params: paramsOf(count) })),
  };
  const paramsOf = (count: number) => ({ correctionId: made.get(count) ?? '' });
  const previewed = await unitsOfOne('corrections', 'each customer who is previewed', corrections.preview);
  const changed = await unitsOfOne('corrections', 'each customer who is changed', corrections.start);
  const undone = await unitsOfOne('corrections', 'each customer who has it back', corrections.undo);
  const { counts } = (await manager.corrections.getCorrection({ params: paramsOf(many) })).body;
  expect(counts).toMatchObject({ undone: many });
  expect(previewed.writeUnits).toBeLessThanOrEqual(5);
  expect(Math.max(changed.writeUnits, undone.writeUnits)).toBeLessThanOrEqual(12);
}, 240_000);
