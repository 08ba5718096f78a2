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
    const actor = { kind: 'person', id: 'wang.fang' };
    expect(said).toEqual({ ...params, ...onThePhone, version: 1, since: expect.any(String), actor });
    expect(await list()).toEqual({ items: [said] });
    const { body: profile } = await context.wangFang.customers.getProfile({ params: { customerId } });
    const { purpose, channel, status, source, since } = said;
    expect(profile.facts?.filter(({ kind }) => kind === 'consent')).toEqual([
      { kind: 'consent', purpose, channel, status, source, since },
    ]);
    expect(profile.timeline[0]).toMatchObject({
      type: 'consent.withdrawn',
      actor: { kind: 'person', id: 'wang.fang' },
      data: { source: 'phone' },
      changes: { after: { surveysByEmail: 'withdrawn', note: onThePhone.note } },
    });
    expect(JSON.stringify(profile.timeline[0]?.data)).not.toContain(onThePhone.note);
  });

  it('is said of calls, too, and holds back nothing that is sent', async () => {
    const customerId = await context.customer('wang.fang');
    const params = { customerId, purpose: 'surveys', channel: 'phone' } as const;
    const { body: said } = await context.wangFang.consents.putConsent({ params, body: onThePhone });
    expect(said).toMatchObject({ channel: 'phone', status: 'withdrawn' });
    const { items } = (await context.manager.consents.listConsentHistory({ params: { customerId } })).body;
    expect(items).toMatchObject([{ purpose: 'surveys', channel: 'phone', status: 'withdrawn' }]);
  });

  it('that is said again keeps its first time; what says more, or the opposite, takes its place', async () => {
    const customerId = await context.customer(null);
    const params = { customerId, ...surveysByEmail };
    const put = (body: object) =>
      context.manager.consents.putConsent({ params, body: { ...onThePhone, ...body } });
    const { body: first } = await put({});
    expect((await put({})).body).toEqual(first);
    expect((await put({ source: 'letter', note: 'Again' })).body).toMatchObject({
      ...{ status: 'withdrawn', source: 'letter', note: 'Again', version: 2 },
    });
    expect((await put({ status: 'granted', source: 'in-person' })).body).toMatchObject({
      status: 'granted',
      source: 'in-person',
      version: 3,
    });
    const { items } = (await context.manager.consents.listConsentHistory({ params: { customerId } })).body;
    expect(items.map(({ source }) => source)).toEqual(['in-person', 'letter', 'phone']);
  });

  it('needs their words or what proves it where it loosens, and nothing where it withdraws', async () => {
    const params = { customerId: await context.customer(null), ...surveysByEmail };
    const put = (body: object) =>
      context.wangFang.consents.putConsent({ params, body: { source: 'phone', ...body } as never });
    expect((await put({ status: 'withdrawn' })).body).toMatchObject({ status: 'withdrawn' });
    expect(await refusal(put({ status: 'granted' }))).toMatchObject({
      status: 400,
      errors: [
        {
          pointer: '/body/evidence',
          reason:
            'Needed of what is granted, unless `note` has their words: what proves it, or where that is kept.',
        },
      ],
    });
    expect((await put({ status: 'granted', note: 'Wants them again' })).body).toMatchObject({ version: 2 });
    expect((await put({ status: 'granted', evidence: 'Recording 12' })).body).toMatchObject({ version: 3 });
  });

  it('of an older letter does not undo a later no that only repeated an earlier one', async () => {
    const params = {
      customerId: await context.customer(null),
      purpose: 'marketing',
      channel: 'email',
    } as const;
    const put = (body: object) =>
      context.manager.consents.putConsent({ params, body: { source: 'letter', ...body } as never });
    await put({ status: 'granted', since: '2026-01-01T00:00:00.000Z', evidence: 'Letter' });
    await put({ status: 'withdrawn', since: '2026-02-01T00:00:00.000Z' });
    await put({ status: 'withdrawn', since: '2026-02-20T00:00:00.000Z', source: 'email', note: 'STOP' });
    const old = put({ status: 'granted', since: '2026-02-10T00:00:00.000Z', evidence: 'Letter' });
    const { status, detail } = await refusal(old);
    expect([status, detail]).toEqual([
      409,
      'They have said something else since then, at 2026-02-20T00:00:00.000Z, and that stands. If this is what they say now, leave `since` out or give a later one; otherwise there is nothing to note.',
    ]);
    const inChinese = await fetch(`${cloud.url}/customers/${params.customerId}/consents/marketing/email`, {
      method: 'PUT',
      headers: {
        ...{ authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': 'zh-CN' },
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ...{ status: 'granted', source: 'letter', evidence: 'Letter' },
        since: '2026-02-10T00:00:00.000Z',
      }),
    });
    expect(((await inChinese.json()) as { detail: string }).detail).toContain(
      '请省略 `since` 或填写更晚的时间',
    );
  });

  it('is what the last statement in the history says, when many are noted at once', async () => {
    const customerId = await context.customer(null);
    const params = { customerId, ...surveysByEmail };
    const notes = Array.from({ length: 12 }, (_, index) => ({
      ...onThePhone,
      note: `Call ${index}`,
      status: index % 2 ? ('granted' as const) : ('withdrawn' as const),
    }));
    await Promise.allSettled(notes.map((body) => context.manager.consents.putConsent({ params, body })));
    const { items } = (await context.manager.consents.listConsentHistory({ params: { customerId } })).body;
    const [now] = (await context.manager.consents.listConsents({ params: { customerId } })).body.items;
    expect(items[0]).toMatchObject({ status: now?.status, note: now?.note, since: now?.since });
  });

  it('refuses in Chinese what the customers domain refuses', async () => {
    const customerId = await context.customer('wang.fang');
    const ask = async (who: string, path: string, init: object = {}) => {
      const headers = { authorization: `Bearer ${await cloud.token(who)}`, 'accept-language': 'zh-CN' };
      const response = await fetch(`${cloud.url}${path}`, { headers, ...init });
      return ((await response.json()) as { detail: string }).detail;
    };
    for (const list of ['consents', 'contacts', 'messages', 'callbacks', 'responses'])
      expect(await ask('david.brown', `/customers/${customerId}/${list}`)).toBe('没有这样的客户。');
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

describe('the history of consents', () => {
  const agreed = {
    status: 'granted',
    source: 'in-person',
    note: 'At the fair',
    evidence: 'Form 17, folder 3',
    legalBasis: 'consent',
  } as const;

  it('tells every statement with who has noted it, page by page, and only to whom it concerns', async () => {
    const customerId = await context.customer('wang.fang');
    const params = { customerId, purpose: 'marketing', channel: 'email' } as const;
    await context.wangFang.consents.putConsent({ params, body: agreed });
    await context.manager.consents.putConsent({ params, body: onThePhone });
    const page = async (cursor?: string) =>
      (
        await context.wangFang.consents.listConsentHistory({
          params: { customerId },
          query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) },
        })
      ).body;
    const newest = await page();
    const first = await page(newest.cursor ?? '');
    expect([...newest.items, ...first.items]).toMatchObject([
      { ...onThePhone, actor: { kind: 'person', id: 'li.na' }, purpose: 'marketing', channel: 'email' },
      { ...agreed, actor: { kind: 'person', id: 'wang.fang' }, purpose: 'marketing', channel: 'email' },
    ]);
    const foreign = context.davidBrown.consents.listConsentHistory({ params: { customerId } });
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
  });

  it('is not turned round by what was said earlier and comes to light late', async () => {
    const params = { customerId: await context.customer(null), ...surveysByEmail };
    await context.manager.consents.putConsent({ params, body: onThePhone });
    const put = (body: object) =>
      context.manager.consents.putConsent({
        params,
        body: { status: 'granted' as const, source: 'letter' as const, evidence: 'Letter', ...body },
      });
    expect(await refusal(put({ since: '2020-05-03T00:00:00.000Z' }))).toMatchObject({ status: 409 });
    expect(await refusal(put({ since: '2099-05-03T00:00:00.000Z' }))).toMatchObject({
      errors: [{ pointer: '/body/since', reason: 'must not lie in the future' }],
    });
    expect((await put({})).body).toMatchObject({ status: 'granted' });
  });

  it('knows no purpose that does not exist, in both languages, and no basis of a withdrawal', async () => {
    const customerId = await context.customer(null);
    const wrong = { customerId, purpose: 'newsletter', channel: 'email' } as unknown as {
      customerId: string;
    } & typeof surveysByEmail;
    const put = context.manager.consents.putConsent({ params: wrong, body: onThePhone });
    expect(await refusal(put)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/params/purpose', reason: 'must be "surveys" or "marketing" or "care"' }],
    });
    const chinese = await fetch(`${cloud.url}/customers/${customerId}/consents/newsletter/email`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${await cloud.token('chen.jing')}`,
        'content-type': 'application/json',
        'accept-language': 'zh-CN',
      },
      body: JSON.stringify(onThePhone),
    });
    expect(await chinese.json()).toMatchObject({
      errors: [{ pointer: '/params/purpose', reason: '必须是 "surveys" 或 "marketing" 或 "care"' }],
    });
    const params = { customerId, ...surveysByEmail };
    const based = context.manager.consents.putConsent({
      params,
      body: { ...onThePhone, legalBasis: 'consent' },
    });
    expect(await refusal(based)).toMatchObject({ errors: [{ pointer: '/body/legalBasis' }] });
  });
});

describe('a batch of consents', () => {
  it('is taken over row by row, with what proves each, and undoes nothing that was said since', async () => {
    const [one, other] = [await context.customer('wang.fang'), await context.customer('david.brown')];
    const params = { customerId: one, ...surveysByEmail };
    await context.manager.consents.putConsent({ params, body: onThePhone });
    const row = (key: string, customerId: string, fields: object = {}) => ({
      ...{ key, customerId, purpose: 'marketing', channel: 'email', status: 'granted' },
      ...{ evidence: `Record ${key}`, since: '2025-03-01T09:00:00.000Z' },
      ...fields,
    });
    const rows = [
      row('1', one),
      row('2', other),
      row('3', one, { status: 'withdrawn', since: '2025-04-01T09:00:00.000Z' }),
      row('4', one, { purpose: 'surveys' }),
      row('5', one, { purpose: 'care', evidence: undefined }),
      row('6', 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq'),
    ];
    const send = async () =>
      (await context.wangFang.consents.batchConsents({ body: { rows } as never }, { idempotencyKey: one }))
        .body;
    const reply = await send();
    expect(reply.rows.map(({ key, status, id }) => [key, status, id])).toEqual([
      ['1', 200, one],
      ['2', 404, undefined],
      ['3', 200, one],
      ['4', 409, undefined],
      ['5', 400, undefined],
      ['6', 404, undefined],
    ]);
    expect(reply.rows[4]?.problem?.errors).toMatchObject([{ pointer: '/body/rows/4/evidence' }]);
    await send();
    const history = await context.wangFang.consents.listConsentHistory({ params: { customerId: one } });
    expect(history.body.items).toMatchObject([
      { purpose: 'marketing', status: 'withdrawn', source: 'import', evidence: 'Record 3' },
      { purpose: 'marketing', status: 'granted', source: 'import', since: '2025-03-01T09:00:00.000Z' },
      { purpose: 'surveys', status: 'withdrawn', source: 'phone' },
    ]);
    const { items } = (await context.wangFang.consents.listConsents({ params: { customerId: one } })).body;
    expect(items.map(({ purpose, status }) => [purpose, status])).toEqual([
      ['marketing', 'withdrawn'],
      ['surveys', 'withdrawn'],
    ]);
  });
});

describe('a consent text', () => {
  const purpose = 'care' as const;
  const words = (en: string) => ({ text: { 'zh-CN': '我同意接收生日问候。', en } });
  const put = (version: string, en: string, by = context.manager) =>
    by.consents.putConsentText({ params: { purpose, version }, body: words(en) });

  it('is worded by managers, version after version, and never changes', async () => {
    expect(await refusal(put('1', 'I agree.', context.wangFang))).toMatchObject({ status: 403 });
    expect(await refusal(put('2', 'I agree.'))).toMatchObject({
      status: 409,
      detail: 'The next version of this text is 1.',
    });
    const { body: first } = await put('1', 'I agree.');
    expect(first).toMatchObject({ purpose, version: 1, by: 'li.na', ...words('I agree.') });
    expect((await put('1', 'I agree.')).body).toEqual(first);
    expect(await refusal(put('1', 'I agree to more.'))).toMatchObject({ status: 409 });
    const { body: second } = await put('2', 'I agree to more.');
    const list = await context.wangFang.consents.listConsentTexts({ params: { purpose } });
    expect(list.body).toEqual({ items: [second, first], cursor: null });
    const read = context.wangFang.consents.getConsentText({ params: { purpose, version: '1' } });
    expect((await read).body).toEqual(first);
  });

  it('can be named by a consent, if it is there', async () => {
    const params = { customerId: await context.customer(null), purpose, channel: 'email' } as const;
    const agree = (wording: number) =>
      context.manager.consents.putConsent({
        params,
        body: { status: 'granted', source: 'in-person', note: 'Signed', wording },
      });
    expect(await refusal(agree(77))).toMatchObject({ errors: [{ pointer: '/body/wording' }] });
    expect((await agree(1)).body).toMatchObject({ wording: 1, version: 1 });
    expect((await agree(2)).body).toMatchObject({ wording: 2, version: 2 });
  });
});
