/** A campaign that an event triggers, through the API: whoever was reached by phone is asked a day later. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { texts } from '../../../functions/desk/campaigns-desk/campaigns-desk.texts.ts';
import * as triggers from '../../../functions/triggers.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let surveyId: string;
let campaignId: string;
const trigger = { on: 'callback.completed', when: { reached: 'true' }, afterDays: 1 };

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  surveyId = (await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body
    .id;
  campaignId = (await create({ trigger })).id;
});
afterAll(() => cloud?.close());

const create = async (fields: object) =>
  (
    await context.manager.campaigns.createCampaign({
      body: { surveyId, name: 'After calls', ...fields } as never,
    })
  ).body;
const patch = async (body: object) => {
  await context.manager.campaigns.patchCampaign(
    { params: { campaignId }, body: body as never },
    { ifMatch: '*' },
  );
  await cloud.idle();
};

const customer = (name: string) => context.customer('wang.fang', { name, email: `${name}@example.test` });

/** Somebody has called and reached the customer, or has not. */
async function call(customerId: string, outcome = 'reached'): Promise<void> {
  const due = { instant: new Date((await cloud.now()).getTime() + 3_600_000).toISOString() };
  const body = { customerId, why: 'Delivery', due };
  const { id } = (await context.manager.callbacks.createCallback({ body })).body;
  await context.wangFang.callbacks.completeCallback({
    params: { callbackId: id },
    body: { outcome: outcome as never },
  });
  await cloud.idle();
}

const pass = async (duration: string) => {
  await cloud.advance({ duration });
  await cloud.idle();
};
const asked = async (name: string) =>
  (await cloud.inbox()).filter(
    ({ to, text }) => to.some((each) => each.includes(`<${name}@`)) && text.includes('/s/'),
  ).length;

describe('the events that can trigger a campaign', () => {
  it('are listed with what a condition may test, and have words at the desk', async () => {
    const { items } = (await context.analyst.campaigns.listCampaignTriggers({})).body;
    const declared = Object.values(triggers).map(({ event }) => event.type);
    expect(items.map(({ on }) => on).toSorted()).toEqual(declared.toSorted());
    expect(items[0]).toMatchObject({ fields: [{ field: 'reached' }, { field: 'reason' }] });
    for (const { events, fields, values } of Object.values(texts))
      for (const each of items) {
        expect(Object.keys(events)).toContain(each.on);
        expect(Object.keys(fields)).toEqual(expect.arrayContaining(each.fields.map(({ field }) => field)));
        expect(Object.keys(values)).toEqual(
          expect.arrayContaining(each.fields.flatMap((field) => field.values)),
        );
      }
  });

  it.each([
    [{ trigger: { ...trigger, on: 'ticket.solved' } }, '/body/trigger/on'],
    [{ trigger: { ...trigger, when: { reached: 'gone' } } }, '/body/trigger/when/reached'],
    [{ trigger: { ...trigger, when: { constructor: 'x' } } }, '/body/trigger/when/constructor'],
    [{ trigger, audience: { kind: 'all', sample: { count: 5 } } }, '/body/audience/sample/count'],
    [{ trigger, schedule: { cron: '0 9 * * ? *', timeZone: 'Asia/Shanghai' } }, '/body'],
  ])('are the only ones: %j is refused', async (fields, pointer) => {
    const { status, errors } = await refusal(create(fields));
    expect([status, errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('what is asked after an answer', () => {
  it.each([
    [{ ...trigger }, ['asked-lately-waits']],
    [{ ...trigger, afterDays: 6 }, []],
    [{ ...trigger, when: { reason: 'manual' } }, []],
    [{ on: 'response.recorded' }, ['asked-lately-waits']],
    [{ on: 'customer.created' }, []],
  ])('is warned of where nobody is asked again so soon: %j', async (given, warned) => {
    const body = { surveyId, name: 'After', trigger: given };
    const preview = (await context.manager.campaigns.previewCampaign({ body })).body;
    expect(preview.warnings.map(({ code }) => code)).toEqual(warned);
    const made = await create({ name: 'After', trigger: given });
    expect(made.warnings.map(({ code }) => code)).toEqual(warned);
    const params = { campaignId: made.id };
    await context.manager.campaigns.deleteCampaign({ params }, { ifMatch: '*' });
  });
});

describe('whoever was reached', () => {
  it('is asked a day later, once, however often they are called', async () => {
    const [id, other] = [await customer('ada'), await customer('bob')];
    await call(id);
    await call(id);
    await call(other, 'wrong-number');
    await pass('PT22H');
    expect(await asked('ada')).toBe(0);
    await pass('PT3H');
    expect([await asked('ada'), await asked('bob')]).toEqual([1, 0]);
    await call(id);
    await pass('P2D');
    expect(await asked('ada')).toBe(1);
    const { items } = (await context.manager.results.listCampaignRuns({ params: { campaignId } })).body;
    expect(items).toMatchObject([{ triggered: true, invited: 1 }]);
  });

  it('waits while another campaign has asked them lately, and is asked then', async () => {
    const id = await customer('eve');
    const { body: list } = await context.manager.lists.createList({ body: { name: 'Eve' } });
    await context.manager.lists.addMembers({ params: { listId: list.id }, body: { customerIds: [id] } });
    const at = new Date((await cloud.now()).getTime() + 600_000).toISOString().slice(0, 16);
    await context.manager.campaigns.createCampaign({
      body: {
        ...{ surveyId, name: 'To Eve', schedule: { at, timeZone: 'UTC' } },
        audience: { kind: 'list', listId: list.id },
      },
    });
    await cloud.idle();
    await pass('PT20M');
    expect(await asked('eve')).toBe(1);
    await call(id);
    await pass('P3D');
    expect(await asked('eve')).toBe(1);
    await pass('P5D');
    expect(await asked('eve')).toBe(2);
    await pass('P8D');
    expect(await asked('eve')).toBe(2);
  });

  it('is counted among those who were to be asked', async () => {
    const { body } = await context.manager.results.getResultsFunnel({ params: { surveyId } });
    const [planned, invited] = body.steps;
    expect(planned).toMatchObject({ step: 'planned', count: invited!.count });
    expect(invited?.count).toBeGreaterThan(0);
  });

  it('is not asked when they were erased meanwhile, and as whom they were merged into', async () => {
    const [gone, double, whole] = [
      await customer('cid'),
      await customer('dora'),
      await customer('dora.whole'),
    ];
    await call(gone);
    await call(double);
    await context.manager.privacy.createErasure({
      body: { customerId: gone, reason: 'They asked.' } as never,
    });
    await context.manager.merges.mergeCustomers({
      params: { customerId: whole },
      body: { customerId: double },
    });
    await cloud.idle();
    await pass('P2D');
    expect(await asked('cid')).toBe(0);
    expect((await asked('dora')) + (await asked('dora.whole'))).toBe(1);
  });

  it('waits while the campaign is paused, and is never asked by one that was stopped', async () => {
    const [eva, fred] = [await customer('eva'), await customer('fred')];
    await call(eva);
    await patch({ status: 'paused' });
    await pass('P2D');
    expect(await asked('eva')).toBe(0);
    await call(fred);
    await patch({ status: 'active' });
    await pass('PT1H');
    expect(await asked('eva')).toBe(1);
    await call(fred);
    await patch({ status: 'stopped' });
    await pass('P3D');
    expect(await asked('fred')).toBe(0);
  });

  it('has no run by hand', async () => {
    const { id } = await create({ trigger });
    const params = { campaignId: id };
    expect(await refusal(context.manager.campaigns.runCampaign({ params }))).toMatchObject({ status: 422 });
  });
});
