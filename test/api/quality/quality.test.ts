/** What should be corrected of customers: found after a change, in the worklist of whoever looks after them, and decided on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;

beforeAll(async () => {
  cloud = await ownCloud();
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const customer = async (fields: Record<string, unknown>, api = context.wangFang) =>
  (await api.customers.createCustomer({ body: { name: '王芳', ...fields } as never })).body;

const qualityOf = async (customerId: string, api = context.wangFang) => {
  await cloud.idle();
  return (await api.quality.getQuality({ params: { customerId } })).body;
};

const worklist = async (query: object, api = context.wangFang) => {
  await cloud.idle();
  return (await api.quality.listWorklist({ query })).body.items;
};

describe('what should be corrected of a customer', () => {
  it('is found after each change, and goes with the suggestion that is sent as the patch', async () => {
    const { id, version } = await customer({ email: 'wang.q1@gmial.com', birthday: '1990-05-01' });
    const found = await qualityOf(id);
    expect(found).toMatchObject({
      ...{ customerId: id, customerVersion: version, score: 45, accepted: [] },
      findings: [{ code: 'email-typo', field: '/email', suggestion: { email: 'wang.q1@gmail.com' } }],
    });
    expect(found.missing[0]).toBe('phone');
    const suggestion = found.findings[0]?.suggestion ?? {};
    await context.wangFang.customers.patchCustomer(
      { params: { customerId: id }, body: suggestion },
      { ifMatch: version },
    );
    expect(await qualityOf(id)).toMatchObject({ customerVersion: version + 1, findings: [] });
  });

  it('stands in the worklist of whoever looks after the customer, until it is right or they are gone', async () => {
    const mine = await customer({ name: 'Brown, David', phone: '+447911123456' });
    expect(await worklist({ owner: 'me' })).toContainEqual(
      expect.objectContaining({
        id: mine.id,
        customerVersion: 1,
        findings: [expect.objectContaining({ code: 'name-order' })],
      }),
    );
    await context.manager.customers.patchCustomer(
      { params: { customerId: mine.id }, body: { owner: null } },
      { ifMatch: 1 },
    );
    const ids = async (query: object) => (await worklist(query, context.manager)).map(({ id }) => id);
    expect(await ids({ owner: mine.owner })).not.toContain(mine.id);
    expect(await ids({ owner: 'none' })).toContain(mine.id);
    expect(await ids({})).toContain(mine.id);
    await context.manager.customers.deleteCustomer({ params: { customerId: mine.id } }, { ifMatch: 2 });
    expect(await ids({ owner: 'none' })).not.toContain(mine.id);
    expect(await ids({})).not.toContain(mine.id);
    expect(await refusal(qualityOf(mine.id, context.manager))).toMatchObject({ status: 404 });
  });

  it('lists only findings of a kind, whosever worklist it is, page by page', async () => {
    const typo = await customer({ email: 'wang.q5@gmial.com' });
    const cased = await customer({ name: 'DAVID BROWN', phone: '+447911123458' });
    const both = await customer({ name: 'ANN BROWN', email: 'ann.q5@gmial.com' });
    const nobodys = await customer({ email: 'no.q5@gmial.com', owner: null }, context.manager);
    const ids = async (query: object, api = context.wangFang) =>
      (await worklist({ limit: 100, ...query }, api)).map(({ id }) => id);
    const typos = await ids({ owner: 'me', code: 'email-typo' });
    expect(typos).toEqual(expect.arrayContaining([typo.id, both.id]));
    expect(typos).not.toContain(cased.id);
    expect(await ids({ owner: 'me', code: 'name-case' })).toEqual(
      expect.arrayContaining([cased.id, both.id]),
    );
    expect(await ids({ owner: 'none', code: 'email-typo' })).toContain(nobodys.id);
    expect(await ids({ owner: 'none', code: 'name-case' })).not.toContain(nobodys.id);
    const all = await ids({ code: 'email-typo' }, context.manager);
    expect(all).toEqual(expect.arrayContaining([typo.id, both.id, nobodys.id]));
    expect(all).not.toContain(cased.id);
    const team = await context.manager.teams.createTeam({
      body: { name: `Q ${crypto.randomUUID().slice(0, 8)}`, leads: ['li.na'], members: ['wang.fang'] },
    });
    const ofTeam = await ids({ team: team.body.id, code: 'email-typo' }, context.manager);
    expect(ofTeam).toEqual(expect.arrayContaining([typo.id, both.id]));
    expect(ofTeam).not.toContain(cased.id);

    const query = { owner: 'me', code: 'email-typo', limit: 1 } as const;
    const { body: first } = await context.wangFang.quality.listWorklist({ query });
    const cursor = first.cursor ?? '';
    const { body: second } = await context.wangFang.quality.listWorklist({ query: { ...query, cursor } });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(typos.slice(0, 2));
    const other = { ...query, code: 'name-case', cursor } as const;
    expect(await refusal(context.wangFang.quality.listWorklist({ query: other }))).toMatchObject({
      status: 400,
    });
    expect(await refusal(worklist({ code: 'no-such' }))).toMatchObject({ status: 400 });
  });

  it('shows nobody the worklist of others, and analysts no addresses', async () => {
    const { id } = await customer({ email: 'wang.q3@gmial.com' });
    await cloud.idle();
    expect(await refusal(worklist({ owner: 'david.brown' }))).toMatchObject({
      status: 403,
    });
    const rows = await worklist({}, context.analyst);
    const row = rows.find((each) => each.id === id);
    expect(row?.findings).toEqual([{ code: 'email-typo', field: '/email' }]);
  });
});

describe('a finding that is none', () => {
  it('is said to be right, stays so while the value does, and can be looked at again', async () => {
    const { id, version } = await customer({ name: 'DAVID BROWN', phone: '+447911123457' });
    await qualityOf(id);
    const decide = async (accepted: boolean, code = 'name-case') =>
      (
        await context.wangFang.quality.decideFinding({
          params: { customerId: id },
          body: { code: code as 'name-case', field: '/name', accepted },
        })
      ).body;
    expect(await decide(true)).toMatchObject({
      findings: [],
      accepted: [{ code: 'name-case', field: '/name' }],
    });
    const { version: once } = await qualityOf(id);
    await decide(true);
    expect(await qualityOf(id)).toMatchObject({ version: once, findings: [] });
    expect(await decide(false)).toMatchObject({ findings: [{ code: 'name-case' }], accepted: [] });
    expect(await refusal(decide(true, 'name-title'))).toMatchObject({ status: 422 });
    await decide(true);
    await context.wangFang.customers.patchCustomer(
      { params: { customerId: id }, body: { name: 'DAVE BROWN' } },
      { ifMatch: version },
    );
    expect(await qualityOf(id)).toMatchObject({ findings: [{ code: 'name-case' }], accepted: [] });
    const types = (
      await context.wangFang.customers.listTimeline({
        params: { customerId: id },
        query: { type: 'finding' },
      })
    ).body.items;
    expect(types.map(({ data }) => data.accepted)).toEqual([true, false, true]);
  });
});

describe('the rules of completeness', () => {
  it('are set by managers who have read them, and given back', async () => {
    const read = async () => (await context.manager.quality.getCompletenessRules({})).body;
    const before = await read();
    const body = { rules: [{ field: 'phone', weight: 1 }] };
    const put = (version: number, api = context.manager) =>
      api.quality.putCompletenessRules({ body }, { ifMatch: version });
    expect(await refusal(put(before.version, context.wangFang))).toMatchObject({ status: 403 });
    expect(await refusal(put(before.version + 1))).toMatchObject({ status: 412 });
    await put(before.version);
    expect(await read()).toMatchObject(body);
    const { items } = (await context.manager.audit.listAudit({ query: { record: 'completeness-rules' } }))
      .body;
    await context.manager.quality.restoreCompletenessRules({ params: { eventId: items[0]?.id ?? '' } });
    expect((await read()).rules).toEqual(before.rules);
    const unknown = context.manager.quality.putCompletenessRules(
      { body: { rules: [{ field: 'colour', weight: 1 }] } },
      { ifMatch: '*' },
    );
    expect(await refusal(unknown)).toMatchObject({
      ...{ status: 400, errors: [{ pointer: '/body/rules/0/field' }] },
    });
    const name = `q_${crypto.randomUUID().slice(0, 8)}`;
    const rules = [...before.rules, { field: `custom.${name}`, weight: 5 }];
    const putOwn = () => context.manager.quality.putCompletenessRules({ body: { rules } }, { ifMatch: '*' });
    expect(await refusal(putOwn())).toMatchObject({
      ...{ status: 400, errors: [{ pointer: `/body/rules/${before.rules.length}/field` }] },
    });
    await context.manager.fields.createField({ body: { name, label: { en: 'Own' }, type: 'text' } });
    expect((await putOwn()).body.rules).toEqual(rules);
    await context.manager.quality.putCompletenessRules({ body: { rules: before.rules } }, { ifMatch: '*' });
  });

  it('reach every customer when they change', async () => {
    const { id } = await customer({ phone: '+8613800138123' });
    const { score } = await qualityOf(id);
    const before = (await context.manager.quality.getCompletenessRules({})).body;
    const body = { rules: [{ field: 'phone', weight: 1 }] };
    await context.manager.quality.putCompletenessRules({ body }, { ifMatch: before.version });
    expect(score).toBeLessThan(100);
    expect((await qualityOf(id)).score).toBe(100);
  });
});
