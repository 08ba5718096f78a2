/** What customers have said about being written to: seen and set by staff. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

const cloud = sharedCloud();
let context: Department;

beforeAll(async () => {
  context = await openDepartment(cloud);
});

const surveysByEmail = { purpose: 'surveys', channel: 'email' } as const;
const onThePhone = { status: 'withdrawn', source: 'phone', note: 'Not on holidays, she said' } as const;

describe('a consent', () => {
  it('is noted by who looks after the customer, and stands beside them and in the timeline', async () => {
    const customerId = await context.customer('wang.fang');
    const params = { customerId, ...surveysByEmail };
    const list = async () => (await context.wangFang.consents.listConsents({ params: { customerId } })).body;
    expect(await list()).toEqual({ items: [] });
    const { body: said } = await context.wangFang.consents.putConsent({ params, body: onThePhone });
    expect(said).toEqual({ ...params, ...onThePhone, version: 1, since: expect.any(String) });
    expect(await list()).toEqual({ items: [said] });
    const { body: profile } = await context.wangFang.customers.getProfile({ params: { customerId } });
    const { purpose, channel, status, source, since } = said;
    expect(profile.facts).toEqual([{ kind: 'consent', purpose, channel, status, source, since }]);
    expect(profile.timeline[0]).toMatchObject({
      type: 'consent.withdrawn',
      actor: { kind: 'person', id: 'wang.fang' },
      data: { source: 'phone' },
      changes: { after: { surveysByEmail: 'withdrawn', note: onThePhone.note } },
    });
    expect(JSON.stringify(profile.timeline[0]?.data)).not.toContain(onThePhone.note);
  });

  it('that is said again keeps its first time; the opposite takes its place', async () => {
    const customerId = await context.customer(null);
    const params = { customerId, ...surveysByEmail };
    const put = (body: object) =>
      context.manager.consents.putConsent({ params, body: { ...onThePhone, ...body } });
    const { body: first } = await put({});
    expect((await put({ source: 'letter', note: 'Again' })).body).toEqual(first);
    expect((await put({ status: 'granted', source: 'in-person' })).body).toMatchObject({
      status: 'granted',
      source: 'in-person',
      version: 2,
    });
  });

  it('is of a customer whom the caller may reach, and of a purpose and source that exist', async () => {
    const customerId = await context.customer('wang.fang');
    const params = { customerId, ...surveysByEmail };
    const foreign = context.davidBrown.consents.putConsent({ params, body: onThePhone });
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
    expect(await refusal(context.davidBrown.consents.listConsents({ params: { customerId } }))).toMatchObject(
      {
        status: 404,
      },
    );
    const analyst = context.analyst.consents.listConsents({ params: { customerId } });
    expect(await refusal(analyst)).toMatchObject({ status: 403 });
    const invented = { ...onThePhone, source: 'unsubscribe' } as unknown as typeof onThePhone;
    expect(await refusal(context.wangFang.consents.putConsent({ params, body: invented }))).toMatchObject({
      errors: [{ pointer: '/body/source' }],
    });
  });
});
