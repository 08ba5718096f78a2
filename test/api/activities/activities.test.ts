/** What customers do, as a website tells it in bulk, and as people read it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { gatewayKeyOf } from '../../support/gateway-keys.ts';
import { keepMeasuredUnits } from '../../support/measured-units.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let site: Api;

const kind = 'page_viewed';
const fields = [
  { name: 'page', type: 'text', required: true },
  { name: 'seconds', type: 'number' },
] as const;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00.000Z') });
  department = await openDepartment(cloud);
  site = await cloud.as('erp', 4);
  await put({ name: 'Page viewed', fields, retentionDays: 30 });
});
afterAll(() => cloud?.close());

const put = (body: object, of = kind, ifMatch?: number | '*') =>
  site.activities.putActivityKind(
    { params: { kind: of }, body: body as never },
    ifMatch === undefined ? {} : { ifMatch },
  );
const minute = (number: number) => `2026-11-23T00:${String(number).padStart(2, '0')}:00.000Z`;
const row = (key: string, customer: object, told: object = {}) => ({
  ...{ key, kind, customer, at: minute(1), fields: { page: '/tea' } },
  ...told,
});
const record = async (...rows: object[]) =>
  (await site.activities.recordActivities({ body: { rows } as never })).body;
const newCustomer = (fields: object = {}) => department.customer('wang.fang', fields);
const done = async (customerId: string, query: object = {}, api: Api = department.wangFang) =>
  (await api.activities.listCustomerActivities({ params: { customerId }, query: query as never })).body.items;
const summary = async (customerId: string, api: Api = department.wangFang) =>
  (await api.activities.getActivitySummary({ params: { customerId } })).body;

describe('activities', () => {
  it('are recorded in one call, answered row by row, listed and counted', async () => {
    const customerId = await newCustomer({
      ...{ email: 'by.mail@example.test', phone: '+8613812345601' },
      externalIds: [{ source: 'shop', id: 'a-1' }],
    });
    const { failed, rows } = await record(
      row('1', { customerId }),
      row('2', { email: 'By.Mail@example.test' }, { at: '2026-11-22T23:00:00.000Z' }),
      row('3', { phone: '+8613812345601' }, { at: minute(3), fields: { page: '/cart', seconds: 4.5 } }),
      row('4', { externalId: { source: 'shop', id: 'a-1' } }, { at: minute(2) }),
    );
    expect([failed, rows.map(({ status, key }) => [status, key])]).toEqual([
      0,
      ['1', '2', '3', '4'].map((key) => [201, key]),
    ]);
    const all = await done(customerId);
    expect(all.map(({ key }) => key)).toEqual(['3', '4', '1', '2']);
    expect(all[0]).toEqual({
      ...{ id: rows[2]!.id, customerId, kind, key: '3', at: minute(3) },
      fields: { page: '/cart', seconds: 4.5 },
      recordedAt: expect.any(String),
      keptUntil: '2026-12-23T00:03:00.000Z',
    });
    expect(await summary(customerId)).toEqual({
      customerId,
      kinds: [
        {
          ...{ kind, countedBy: 'day', count: 4, firstAt: '2026-11-22T23:00:00.000Z', lastAt: minute(3) },
          periods: [
            { from: '2026-11-23', count: 3 },
            { from: '2026-11-22', count: 1 },
          ],
        },
      ],
    });
  });

  it('are recorded and counted once, however often and by whichever name of the customer they are told', async () => {
    const customerId = await newCustomer({ email: 'once@example.test' });
    const told = [row('1', { customerId }), row('2', { customerId }, { at: minute(2) })];
    const first = await record(...told);
    const again = await record(...told, row('3', { customerId }));
    expect(again.rows.map(({ status }) => status)).toEqual([200, 200, 201]);
    expect(again.rows.slice(0, 2).map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
    const byMail = await record(row('1', { email: 'once@example.test' }));
    expect(byMail.rows).toMatchObject([{ status: 200, id: first.rows[0]!.id }]);
    expect((await summary(customerId)).kinds[0]?.count).toBe(3);
    expect(await done(customerId)).toHaveLength(3);
  });

  it('lose nothing and are counted once where many calls tell them at the same moment', async () => {
    const customerId = await newCustomer({ email: 'at.once@example.test' });
    const rows = (from: number, customer: object) =>
      Array.from({ length: 10 }, (_, index) => row(`k-${from + index}`, customer));
    const replies = await Promise.all([
      record(...rows(0, { customerId })),
      record(...rows(5, { email: 'at.once@example.test' })),
      record(...rows(10, { customerId }), ...rows(0, { email: 'at.once@example.test' }).slice(0, 5)),
      record(...rows(5, { customerId })),
    ]);
    expect(replies.map(({ failed }) => failed)).toEqual([0, 0, 0, 0]);
    expect((await summary(customerId)).kinds[0]?.count).toBe(20);
    expect(await done(customerId)).toHaveLength(20);
  });

  it('come five hundred at once, of one customer and of many', async () => {
    const one = await newCustomer();
    const others = await Promise.all(Array.from({ length: 10 }, () => newCustomer()));
    const rows = Array.from({ length: 500 }, (_, index) => {
      const customerId = index < 300 ? one : others[index % 10];
      return row(`r-${index}`, { customerId }, { at: minute(index % 60) });
    });
    let reply = await record(...rows);
    // What a busy machine leaves over is sent again, as the answer says.
    for (let tried = 0; reply.failed > 0 && tried < 5; tried += 1) reply = await record(...rows);
    expect(reply.failed).toBe(0);
    expect(reply.rows).toHaveLength(500);
    expect((await summary(one)).kinds[0]?.count).toBe(300);
    expect((await summary(others[3]!)).kinds[0]?.count).toBe(20);
    const tooMany = await refusal(record(...rows, row('one more', { customerId: one })));
    expect(tooMany).toMatchObject({ status: 400, errors: [{ pointer: '/body/rows' }] });
  });

  it('are narrowed by kind and by time', async () => {
    await put({ name: 'Cart left' }, 'cart_left');
    const customerId = await newCustomer();
    const left = (key: string, at: string) => row(key, { customerId }, { kind: 'cart_left', at, fields: {} });
    await record(
      row('1', { customerId }),
      left('2', minute(2)),
      row('3', { customerId }, { at: minute(3) }),
      left('4', minute(4)),
    );
    const keys = async (query: object) => (await done(customerId, query)).map(({ key }) => key);
    expect(await keys({ kind: 'cart_left' })).toEqual(['4', '2']);
    expect(await keys({ from: minute(2), to: minute(3) })).toEqual(['3', '2']);
    expect(await keys({ kind, from: minute(2) })).toEqual(['3']);
    const { body: page } = await department.wangFang.activities.listCustomerActivities({
      params: { customerId },
      query: { limit: 3 },
    });
    expect(await keys({ cursor: page.cursor })).toEqual(['1']);
    const params = { customerId };
    const upsideDown = { from: minute(3), to: minute(2) };
    expect(
      await refusal(site.activities.listCustomerActivities({ params, query: upsideDown })),
    ).toMatchObject({ status: 400, errors: [{ pointer: '/query/from' }] });
    expect((await summary(customerId)).kinds.map(({ kind, count }) => [kind, count])).toEqual([
      ['cart_left', 2],
      [kind, 2],
    ]);
  });

  it('go when their days are over, and stay counted', async () => {
    await put({ name: 'Short', retentionDays: 1 }, 'short_lived');
    const customerId = await newCustomer();
    const at = await cloud.now().then((now) => now.toISOString());
    await record(row('1', { customerId }, { kind: 'short_lived', at, fields: {} }));
    expect(await done(customerId)).toHaveLength(1);
    await cloud.advance({ duration: 'P1DT2H' });
    expect(await done(customerId)).toEqual([]);
    expect((await summary(customerId)).kinds[0]).toMatchObject({ kind: 'short_lived', count: 1 });
    const late = await record(row('1', { customerId }, { kind: 'short_lived', at, fields: {} }));
    expect(late.rows[0]?.problem?.errors).toMatchObject([{ pointer: '/body/rows/0/at' }]);
  });
});

describe('a row that cannot be recorded', () => {
  it('has its reason, and costs no other', async () => {
    const customerId = await newCustomer();
    await put({ name: 'Old', retired: true }, 'retired_kind');
    const ahead = new Date((await cloud.now()).getTime() + 6 * 60_000).toISOString();
    const { failed, rows } = await record(
      row('good', { customerId }),
      row('good', { customerId }, { at: minute(9) }),
      row('ahead', { customerId }, { at: ahead }),
      row('old', { customerId }, { at: '2026-10-01T00:00:00.000Z' }),
      row('unknown', { email: 'nobody@example.test' }),
      row('undefined', { customerId }, { kind: 'not_there' }),
      row('retired', { customerId }, { kind: 'retired_kind', fields: {} }),
      row('field', { customerId }, { fields: { page: 1, colour: 'red' } }),
      row('twice named', { customerId, email: 'nobody@example.test' }),
      row('also good', { customerId }, { at: minute(5) }),
    );
    expect(failed).toBe(8);
    expect(rows.map(({ status }) => status)).toEqual([201, 400, 400, 400, 400, 400, 400, 400, 400, 201]);
    const reasons = rows.map(({ problem }) => problem?.errors?.map((each) => each.pointer) ?? []);
    expect(reasons).toEqual([
      [],
      ['/body/rows/1/key'],
      ['/body/rows/2/at'],
      ['/body/rows/3/at'],
      ['/body/rows/4/customer/email'],
      ['/body/rows/5/kind'],
      ['/body/rows/6/kind'],
      ['/body/rows/7/fields/page', '/body/rows/7/fields/colour'],
      ['/body/rows/8/customer'],
      [],
    ]);
    expect(rows[1]?.problem?.errors?.[0]?.reason).toContain('first in row 0');
    expect(rows[2]?.problem?.errors?.[0]?.reason).toContain('Lies in the future');
    expect((await summary(customerId)).kinds[0]?.count).toBe(2);
    expect((await done(customerId)).map(({ key }) => key)).toEqual(['also good', 'good']);
  });

  it('is one that was recorded with other values', async () => {
    const customerId = await newCustomer();
    await record(row('1', { customerId }));
    const { rows } = await record(row('1', { customerId }, { fields: { page: '/other' } }));
    expect(rows[0]).toMatchObject({
      status: 409,
      problem: { code: 'conflict', errors: [{ pointer: '/body/rows/0/key' }] },
    });
    expect((await done(customerId)).map(({ fields }) => fields)).toEqual([{ page: '/tea' }]);
  });
});

describe('a kind of activity', () => {
  it('is defined, put again, changed on its version, and keeps what activities rely on', async () => {
    const entry = { name: 'Search', fields: [{ name: 'words', type: 'text' }], retentionDays: 90 };
    const created = await put(entry, 'searched');
    expect(created).toMatchObject({ status: 201, body: { kind: 'searched', version: 1, countedBy: 'day' } });
    expect(await put(entry, 'searched')).toMatchObject({ status: 200, body: created.body });
    expect(await refusal(put({ ...entry, name: 'Searched' }, 'searched'))).toMatchObject({ status: 428 });
    expect(await refusal(put({ ...entry, name: 'Searched' }, 'searched', 7))).toMatchObject({ status: 412 });
    const { body } = await put({ ...entry, name: 'Searched' }, 'searched', 1);
    expect(body).toMatchObject({ name: 'Searched', version: 2 });
    expect(await refusal(put({ ...entry, fields: [] }, 'searched', 2))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/fields' }],
    });
    const { body: page } = await department.analyst.activities.listActivityKinds({ query: { limit: 100 } });
    expect(page.items.find((each) => each.kind === 'searched')).toEqual(body);
    const { body: trail } = await department.manager.audit.listAudit({
      query: { record: 'activity-kind/searched' },
    });
    expect(trail.items.map(({ type }) => type)).toEqual(['activity-kind.changed', 'activity-kind.created']);
  });
});

describe('whoever asks what a customer does', () => {
  it('finds it with what was done by records that were merged, recorded once, and nothing once they are erased', async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer({ email: 'merged@example.test' })];
    await record(row('1', { customerId: kept }), row('2', { customerId: merged }, { at: minute(2) }));
    await department.manager.merges.mergeCustomers({
      params: { customerId: kept },
      body: { customerId: merged },
    });
    const late = await record(
      row('2', { customerId: merged }, { at: minute(2) }),
      row('3', { email: 'merged@example.test' }, { at: minute(3) }),
    );
    expect(late.rows.map(({ status }) => status)).toEqual([200, 201]);
    expect((await done(merged)).map(({ key, customerId }) => [key, customerId])).toEqual([
      ['3', kept],
      ['2', merged],
      ['1', kept],
    ]);
    expect(await summary(merged)).toMatchObject({
      customerId: kept,
      kinds: [{ count: 3, firstAt: minute(1), lastAt: minute(3), periods: [{ count: 3 }] }],
    });
    const admin = await cloud.as('chen.jing', 4);
    await admin.privacy.createErasure({ body: { customerId: kept, reason: 'Asked for it' } });
    await cloud.idle();
    await cloud.advance({ duration: 'PT30M' });
    await cloud.idle();
    const { body: proofs } = await admin.privacy.listErasures({ query: { customerId: merged } });
    const params = { erasureId: proofs.items[0]!.id };
    const { body: proof } = await admin.privacy.getErasure({ params });
    expect(JSON.stringify(proof)).toContain('activity-summary');
    expect(proof.state).toBe('done');
    expect((await record(row('4', { customerId: kept }))).rows[0]?.status).toBe(400);
  });

  it('is whom the customer is shown to', async () => {
    const customerId = await newCustomer();
    await record(row('1', { customerId }));
    const { davidBrown } = department;
    expect(await refusal(done(customerId, {}, davidBrown))).toMatchObject({ status: 404 });
    expect(await refusal(summary(customerId, davidBrown))).toMatchObject({ status: 404 });
  });
});

describe('units', () => {
  it('are 2 to write for each activity and 2 for each kind of a customer in a call', async () => {
    const customerId = await newCustomer();
    const measure = async (what: string, ...rows: object[]) => {
      await cloud.idle();
      await cloud.resetMeter();
      expect((await record(...rows)).failed).toBe(0);
      const units = (await cloud.meter()).routes[gatewayKeyOf('POST /activities/batch').key]!;
      measured.push({
        ...{ route: 'POST /activities/batch', case: what },
        ...{ readUnits: units.readUnits, writeUnits: units.writeUnits },
      });
      return units.writeUnits;
    };
    const measured: Parameters<typeof keepMeasuredUnits>[0][number][] = [];
    const long = { page: 'x'.repeat(290) };
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        row(`u-${from + index}`, { customerId }, { at: minute(index), fields: long }),
      );
    expect(await measure('one activity', ...some(0, 1))).toBe(4);
    expect(await measure('ten of one customer and kind', ...some(10, 10))).toBe(22);
    expect(await measure('the same again', ...some(10, 10))).toBe(0);
    // A summary of as many days as it has stays one unit, and so does the longest activity.
    const days = Array.from({ length: 28 }, (_, index) =>
      row(
        `d-${index}`,
        { customerId },
        { at: new Date(Date.parse(minute(1)) - index * 86_400_000).toISOString() },
      ),
    );
    expect(await measure('one of each of 28 days', ...days)).toBe(2 * 28 + 2);
    keepMeasuredUnits(measured);
  });
});
