/** Corrections on a real engine: what is previewed is what is made, once, and what is made can be given back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startCorrection,
  undoCorrection,
} from '../../../functions/customers/corrections/operations/direct-correction.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Pace } from '../../../shared/time/pace.ts';
import { type FaultyTable, startFaultyTable } from '../../support/faulty-table.ts';
import { aCustomer, aMember } from '../callbacks/department.ts';
import { openCorrections } from './correcting.ts';

let faulty: FaultyTable;
beforeAll(async () => {
  faulty = await startFaultyTable();
});
afterAll(() => faulty?.close());

const open = (principal?: Principal, pace?: Pace) => openCorrections(faulty.plain.table, principal, pace);
const unique = () => crypto.randomUUID().slice(0, 8);

describe('a correction of customers who are named', () => {
  it('is previewed, made and undone', async () => {
    const opened = open();
    const ids = await opened.store([
      { company: 'Old', tags: ['a', 'b'], stage: 'active' },
      { tags: ['b'], stage: 'lost' },
      { tags: ['c'], stage: 'lost' },
    ]);
    const before = await opened.read(ids);
    const gone = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
    const change = { set: { stage: 'lost', company: null }, addTags: ['c'], removeTags: ['a'] };
    const ready = await opened.preview({ change, customerIds: [...ids, gone] });
    expect(ready).toMatchObject({ status: 'ready', counts: { pending: 2, unchanged: 1, refused: 1 } });
    expect(await opened.rows(ready.id)).toEqual([
      {
        ...{ customerId: ids[0], name: '王芳', outcome: 'pending', reasons: [] },
        fields: expect.arrayContaining(['company', 'stage', 'tags']),
        before: { company: 'Old', stage: 'active', tags: ['a', 'b'] },
        after: { company: null, stage: 'lost', tags: ['b', 'c'] },
      },
      {
        ...{ customerId: ids[1], name: '王芳', outcome: 'pending', reasons: [], fields: ['tags'] },
        ...{ before: { tags: ['b'] }, after: { tags: ['b', 'c'] } },
      },
      { customerId: ids[2], name: '王芳', outcome: 'unchanged', fields: [], reasons: [] },
      {
        ...{ customerId: gone, outcome: 'refused', fields: [] },
        reasons: [{ reason: expect.stringContaining('There is no such customer') }],
      },
    ]);
    expect(await opened.read(ids)).toEqual(before);

    const done = await opened.start(ready.id);
    expect(done).toMatchObject({
      status: 'done',
      counts: { pending: 0, changed: 2, unchanged: 1, refused: 1, left: 0 },
    });
    const made = await opened.read(ids);
    expect(made[0]).toMatchObject({ version: 2, stage: 'lost', tags: ['b', 'c'] });
    expect(made[0]).not.toHaveProperty('company');
    expect(made[1]).toMatchObject({ version: 2, tags: ['b', 'c'] });
    expect(made[2]).toEqual(before[2]);

    const undone = await opened.undo(ready.id);
    expect(undone).toMatchObject({ status: 'undone', counts: { changed: 0, undone: 2, kept: 0 } });
    const plain = (customers: readonly (object | undefined)[]) =>
      customers.map((customer) => ({ ...customer, version: 0, updatedAt: '' }));
    expect(plain(await opened.read(ids))).toEqual(plain(before));
  });

  it('leaves who was changed since the preview, and keeps what others have changed since it was made', async () => {
    const opened = open();
    const [first, second, third] = (await opened.store([{}, { tags: ['x'] }, {}])) as [
      string,
      string,
      string,
    ];
    const ready = await opened.preview({
      change: { set: { stage: 'active', source: 'fair' }, addTags: ['t'] },
      customerIds: [first, second, third],
    });
    await opened.patch(first, { company: 'Since' });
    const done = await opened.start(ready.id);
    expect(done.counts).toMatchObject({ changed: 2, left: 1 });
    expect(await opened.rows(ready.id, 'left')).toMatchObject([
      { customerId: first, reasons: [{ reason: expect.stringContaining('changed since the preview') }] },
    ]);
    expect((await opened.read([first]))[0]).toMatchObject({ stage: 'potential', tags: [] });
    await opened.patch(second, { stage: 'lost', tags: ['x', 't', 'later'] });
    const undone = await opened.undo(ready.id);
    expect(undone.counts).toMatchObject({ undone: 1, kept: 1, left: 1 });
    expect(await opened.rows(ready.id, 'kept')).toMatchObject([
      { customerId: second, changedSince: ['stage'], reasons: [{ field: 'stage' }] },
    ]);
    const [, kept, back] = await opened.read([first, second, third]);
    expect(kept).toMatchObject({ stage: 'lost', tags: ['x', 'later'] });
    expect(kept).not.toHaveProperty('source');
    expect(back).toMatchObject({ stage: 'potential', tags: [] });
  });

  it('of whom nobody knows any more, or who are not the caller’s, says so', async () => {
    const table = faulty.plain.table;
    const [mine, colleague] = [await aMember(table), await aMember(table)];
    const [own, theirs] = [await aCustomer(table, mine), await aCustomer(table, colleague)];
    const others = open({
      ...{ kind: 'person', id: mine, roles: ['agent'], reach: new Set([mine]) },
      rowAccess: { 'customers.read': 'own', 'customers.write': 'own' },
    });
    const ready = await others.preview({ change: { addTags: ['t'] }, customerIds: [own, theirs] });
    expect(ready.counts).toMatchObject({ pending: 1, refused: 1 });
    const [, hidden] = await others.rows(ready.id);
    expect(hidden).toEqual({
      ...{ customerId: theirs, outcome: 'refused', fields: [] },
      reasons: [{ reason: expect.stringContaining('no such customer') }],
    });
  });

  it('refuses more tags than a customer has room for', async () => {
    const opened = open();
    const ids = await opened.store([{ tags: Array.from({ length: 19 }, (_, at) => `t${at}`) }, {}]);
    const ready = await opened.preview({ change: { addTags: ['one', 'two'] }, customerIds: ids });
    expect(ready.counts).toMatchObject({ pending: 1, refused: 1 });
    expect(await opened.rows(ready.id, 'refused')).toMatchObject([
      { customerId: ids[0], reasons: [{ field: 'tags', reason: 'must have at most 20 entries' }] },
    ]);
  });

  it('gives up an address, and gives it back unless it is somebody else’s by then', async () => {
    const opened = open();
    const tag = unique();
    const ids = await opened.store([
      { email: `a-${tag}@fix.example`, otherEmails: [{ email: `c-${tag}@fix.example` }] },
      { email: `b-${tag}@fix.example` },
    ]);
    const ready = await opened.preview({
      change: { set: { email: null, otherEmails: null } },
      customerIds: ids,
    });
    await opened.start(ready.id);
    const store = createCustomersStore(faulty.plain.table);
    expect(await store.findByUnique({ kind: 'email', value: [`a-${tag}@fix.example`] })).toBeUndefined();
    const [taker] = await opened.store([{ email: `b-${tag}@fix.example` }]);
    const undone = await opened.undo(ready.id);
    expect(undone.counts).toMatchObject({ undone: 1, kept: 1 });
    const [back] = await opened.read(ids);
    expect(back).toMatchObject({
      email: `a-${tag}@fix.example`,
      otherEmails: [{ email: `c-${tag}@fix.example` }],
    });
    const holder = await store.findByUnique({ kind: 'email', value: [`b-${tag}@fix.example`] });
    expect(holder?.id).toBe(taker);
    expect(await opened.rows(ready.id, 'kept')).toMatchObject([
      { customerId: ids[1], reasons: [{ reason: expect.stringContaining('belongs to another customer') }] },
    ]);
  });
});

describe('customers whom a filter means', () => {
  it('are found page by page, each once', async () => {
    const opened = open();
    const source = unique();
    const ids = await opened.store(Array.from({ length: 120 }, (_, at) => ({ source, company: `C${at}` })));
    const store = createCustomersStore(faulty.plain.table);
    for (const id of ids) await store.refreshDirectory(id);
    const ready = await opened.preview({
      change: { set: { stage: 'active' } },
      filter: { field: 'source', op: 'eq', value: source },
    });
    expect(ready).toMatchObject({ status: 'ready', counts: { pending: 120 } });
    const rows = await opened.rows(ready.id);
    expect(new Set(rows.map(({ customerId }) => customerId))).toEqual(new Set(ids));
    expect(await opened.start(ready.id)).toMatchObject({ counts: { changed: 120 } });
  });
});

describe('a correction whose calls fail, whose messages come twice, and whose workers die', () => {
  it('changes each customer once all the same, and gives back just so', async () => {
    const opened = open();
    const ids = await opened.store(Array.from({ length: 200 }, (_, at) => ({ company: `C${at}` })));
    const before = await opened.read(ids);
    let failed = 0;
    /** Two workers are given each step, until it is done. */
    const workThrough = async (correctionId: string, step: number, until: string) => {
      for (let tried = 0; tried < 300; tried += 1) {
        const outcomes = await Promise.allSettled(
          [1, 2].map(() => opened.deliver({ correctionId, step }, faulty.table)),
        );
        failed += outcomes.filter(({ status }) => status === 'rejected').length;
        if ((await opened.corrections.get(correctionId)).status === until) return;
      }
      throw new Error('It never ended');
    };
    faulty.faults(
      ...(['drop-reply', 'error', 'throttle', 'conflict'] as const).map((kind) => ({ rate: 0.02, kind })),
    );
    const { id, step } = await opened.begin({ change: { addTags: ['once'] }, customerIds: ids });
    await workThrough(id, step, 'ready');
    await workThrough(id, (await opened.ask(id, startCorrection)).step, 'done');
    const none = { pending: 0, unchanged: 0, refused: 0, left: 0, kept: 0 };
    expect((await opened.corrections.get(id)).counts).toEqual({ ...none, changed: 200, undone: 0 });
    expect((await opened.read(ids)).map((each) => each?.version)).toEqual(Array(200).fill(2));
    await workThrough(id, (await opened.ask(id, undoCorrection)).step, 'undone');
    faulty.faults();
    expect(failed).toBeGreaterThan(0);
    expect((await opened.corrections.get(id)).counts).toEqual({ ...none, changed: 0, undone: 200 });
    const after = await opened.read(ids);
    expect(after.map((each) => each?.version)).toEqual(Array(200).fill(3));
    expect(after.map((each) => each?.tags)).toEqual(before.map((each) => each?.tags));
  }, 120_000);

  it('waits for the turn of each customer who is previewed, changed or given back, some at a time', async () => {
    const turns: number[] = [];
    const opened = open(undefined, async (rows) => void turns.push(rows));
    const ids = await opened.store(Array.from({ length: 50 }, () => ({})));
    const turnsOf = async (work: () => Promise<unknown>) => {
      await work();
      const taken = turns.splice(0);
      return [taken.length > 1, taken.reduce((one, other) => one + other, 0)];
    };
    let id = '';
    const preview = async () => {
      id = (await opened.preview({ change: { addTags: ['slow'] }, customerIds: ids })).id;
    };
    expect(await turnsOf(preview)).toEqual([true, 50]);
    expect(await turnsOf(() => opened.start(id))).toEqual([true, 50]);
    expect(await turnsOf(() => opened.undo(id))).toEqual([true, 50]);
  });

  it('ends where it is cancelled, and what was changed by then can be undone', async () => {
    const opened = open();
    const ids = await opened.store(Array.from({ length: 100 }, () => ({})));
    const ready = await opened.preview({ change: { addTags: ['half'] }, customerIds: ids });
    const { step } = await opened.ask(ready.id, startCorrection);
    const times = [true, false];
    const hasTime = () => times.shift() ?? false;
    const next = await opened.deliver({ correctionId: ready.id, step }, faulty.plain.table, { hasTime });
    await opened.cancel(ready.id);
    await opened.deliver({ correctionId: ready.id, step: next! });
    const cancelled = await opened.corrections.get(ready.id);
    expect(cancelled).toMatchObject({ status: 'cancelled', counts: { changed: 45, pending: 55 } });
    const undone = await opened.undo(ready.id);
    expect(undone.counts).toMatchObject({ undone: 45, left: 45, pending: 10, changed: 0 });
    expect((await opened.read(ids)).flatMap((each) => each?.tags)).toEqual([]);
  });
});
