/** A cloud of its own: what is defined here, other tests would meet. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newestChange } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let admin: Api;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [admin, manager, agent] = await Promise.all([
    cloud.as('chen.jing', 3),
    cloud.as('li.na', 3),
    cloud.as('wang.fang', 3),
  ]);
});
afterAll(() => cloud?.close());

let serial = 0;
const define = async (fields: object = {}) => {
  serial += 1;
  const body = {
    name: `field_${serial}`,
    label: { en: `Field ${serial}` },
    type: 'text' as const,
    ...fields,
  };
  return (await admin.fields.createField({ body })).body;
};
const any = { ifMatch: '*' } as const;
const level = {
  type: 'choice' as const,
  options: [{ value: 'gold', label: { 'zh-CN': '金卡', en: 'Gold' } }, { value: 'silver' }],
};

describe('a field of customers', () => {
  it('is defined, read, listed, changed, retired and brought back', async () => {
    const created = await define(level);
    const whole = {
      required: false,
      unique: false,
      searchable: false,
      visibleTo: 'everyone',
      appliesTo: 'both',
    };
    expect(created).toMatchObject({ ...level, ...whole, version: 1 });
    const params = { name: created.name };
    expect((await agent.fields.getField({ params })).body).toEqual(created);
    const label = { 'zh-CN': '等级', en: 'Level' };
    const options = [...level.options, { value: 'bronze' }];
    const patch = { label, options, required: true, searchable: true };
    const { body: changed } = await manager.fields.patchField({ params, body: patch }, { ifMatch: 1 });
    expect(changed).toMatchObject({ ...patch, version: 2 });
    const { body: retired } = await manager.fields.retireField({ params });
    expect(retired).toMatchObject({ version: 3, retiredAt: expect.any(String) });
    expect((await manager.fields.retireField({ params })).body).toEqual(retired);
    expect((await agent.fields.listFields({})).body.items).toContainEqual(retired);
    const { body: back } = await manager.fields.reinstateField({ params });
    expect(back).toMatchObject({ ...patch, version: 4 });
    expect(back.retiredAt).toBeUndefined();
    // No customer of another test needs it.
    await manager.fields.retireField({ params });
  });

  it('is told of in the trail, and given back what it was', async () => {
    const { name } = await define({ label: { en: 'Before' } });
    const params = { name };
    await manager.fields.patchField({ params, body: { label: { en: 'After' } } }, any);
    await manager.fields.retireField({ params });
    const { body: trail } = await manager.audit.listAudit({ query: { record: `field/${name}` } });
    expect(trail.items.map(({ type }) => type)).toEqual(['field.retired', 'field.changed', 'field.created']);
    expect(trail.items[1]?.changes).toEqual({
      before: { label: { en: 'Before' } },
      after: { label: { en: 'After' } },
    });
    const [, eventId] = await newestChange(manager, { record: `field/${name}` });
    const { body } = await manager.fields.restoreField({ params: { name, eventId } });
    expect(body).toMatchObject({ label: { en: 'Before' }, version: 4, retiredAt: expect.any(String) });
  });

  it('is defined by managers and administrators alone', async () => {
    const { name } = await define();
    const params = { name };
    const body = { name: 'mine', label: { en: 'Mine' }, type: 'text' as const };
    const forbidden = { status: 403 };
    await expect(agent.fields.createField({ body })).rejects.toMatchObject(forbidden);
    await expect(agent.fields.patchField({ params, body: {} }, any)).rejects.toMatchObject(forbidden);
    await expect(agent.fields.retireField({ params })).rejects.toMatchObject(forbidden);
    await expect(agent.fields.reinstateField({ params })).rejects.toMatchObject(forbidden);
  });

  it('has a name that no other has, and no customer by itself', async () => {
    const { name } = await define();
    const refused = (status: number) => ({ status, problem: { errors: [{ pointer: '/body/name' }] } });
    await expect(define({ name })).rejects.toMatchObject(refused(409));
    await expect(define({ name: 'email' })).rejects.toMatchObject(refused(400));
    await expect(define({ name: 'given_name' })).rejects.toMatchObject(refused(400));
  });

  it('keeps its type, and says why in the language of the caller', async () => {
    const { name } = await define();
    const reply = await fetch(`${cloud.url}/customer-fields/${name}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${await cloud.token('li.na')}`,
        ...{ 'content-type': 'application/json', 'if-match': '*', 'accept-language': 'zh-CN' },
      },
      body: JSON.stringify({ type: 'number' }),
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      detail: '字段的这一项不能更改。',
      errors: [
        {
          pointer: '/body/type',
          reason: '字段的类型 text 不变，因为客户已有这种类型的值。请停用它并另建一个字段。',
        },
      ],
    });
  });
});

describe('the schema of customers', () => {
  it('takes what may be set, of whom and by whom', async () => {
    const needed = await define({ type: 'number', required: true, appliesTo: 'company' });
    const chosen = await define({ ...level, type: 'choices' });
    const hidden = await define({ visibleTo: ['manager'] });
    const retired = await define();
    await manager.fields.retireField({ params: { name: retired.name } });
    const validator = async (api: Api) =>
      new Ajv2020({ validateFormats: false }).compile((await api.fields.describeCustomers({})).body);
    const [forAgent, forManager] = await Promise.all([validator(agent), validator(manager)]);
    const person = (custom: object) => ({ kind: 'person', custom });
    expect(forAgent(person({ [chosen.name]: ['gold'] }))).toBe(true);
    expect(forAgent(person({ [chosen.name]: ['lead'] }))).toBe(false);
    expect(forAgent(person({ [hidden.name]: 'x' }))).toBe(false);
    expect(forManager(person({ [hidden.name]: 'x' }))).toBe(true);
    expect(forManager(person({ [retired.name]: 'x' }))).toBe(false);
    expect(forManager(person({ [needed.name]: 3 }))).toBe(false);
    expect(forManager({ kind: 'person' })).toBe(true);
    expect(forManager({ kind: 'company' })).toBe(false);
    expect(forManager({ kind: 'company', custom: { [needed.name]: 3 } })).toBe(true);
  });
});
