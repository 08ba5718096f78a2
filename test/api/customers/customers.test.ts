import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ApiError } from '../../../shared/contract/client.ts';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let davidBrown: Api;
let analyst: Api;
let erpClient: Api;

beforeAll(async () => {
  [manager, wangFang, davidBrown, analyst, erpClient] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown', 'zhao.wei', 'erp'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api, Api];
});

const unique = () => crypto.randomUUID().slice(0, 13);
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}

describe('creating customers', () => {
  it('answers with the whole customer and normal forms', async () => {
    const email = `${unique()}@Example.TEST`;
    const customer = await create({ email: ` ${email} `, timeZone: 'asia/shanghai', name: ' 王芳 ' });
    expect(customer).toMatchObject({
      name: '王芳',
      kind: 'person',
      version: 1,
      email: email.toLowerCase(),
      timeZone: 'Asia/Shanghai',
      language: 'zh-CN',
      owner: null,
    });
    const { body } = await manager.customers.getCustomer({ params: { customerId: customer.id } });
    expect(body).toEqual(customer);
  });

  it('lets one of many racing creates with the same e-mail win and tells the others where it stands', async () => {
    const email = `${unique()}@example.test`;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () => manager.customers.createCustomer({ body: { name: 'Race', email } })),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({
        status: 409,
        problem: { code: 'conflict', errors: [{ pointer: '/body/email' }] },
      });
    }
  });

  it('names the field that another customer has taken', async () => {
    const number = phone();
    const external = { source: 'erp', id: unique() };
    const holder = await create({ phone: number, externalIds: [external] });
    expect((await refusal(create({ phone: number }))).problem.errors).toEqual([
      { pointer: '/body/phone', reason: `Taken by ${holder.id}.` },
    ]);
    const second = await refusal(create({ externalIds: [{ source: 'erp', id: unique() }, external] }));
    expect(second.problem.errors?.[0]?.pointer).toBe('/body/externalIds/1');
  });
});

describe('values that stand twice in one request', () => {
  it('are refused with the place of the second', async () => {
    const external = { source: 'erp', id: unique() };
    const body = { name: 'Twice', tags: ['vip', ' vip', 'new'], externalIds: [external, external] };
    const refused = await refusal(manager.customers.createCustomer({ body }));
    const pointers = ({ problem }: typeof refused) =>
      problem.errors?.map((error) => error.pointer).toSorted();
    expect([refused.status, pointers(refused)]).toEqual([400, ['/body/externalIds/1', '/body/tags/1']]);

    const params = { source: 'erp', externalId: unique() };
    const tags = ['cafe\u0301', 'caf\u00e9'];
    const upsert = await refusal(manager.customers.upsertCustomer({ params, body: { name: 'Twice', tags } }));
    expect([upsert.status, pointers(upsert)]).toEqual([400, ['/body/tags/1']]);

    const customer = await create();
    const patch = { params: { customerId: customer.id }, body: { tags, externalIds: [external, external] } };
    const patched = await refusal(manager.customers.patchCustomer(patch, { ifMatch: 1 }));
    expect([patched.status, pointers(patched)]).toEqual([400, ['/body/externalIds/1', '/body/tags/1']]);
  });

  it('are not what another system says of the same customer', async () => {
    const externalIds = [unique(), unique()].map((id) => ({ source: 'erp', id }));
    expect((await create({ externalIds })).externalIds).toEqual(externalIds);
  });

  it('are e-mail addresses, too, however they are written', async () => {
    const email = `${unique()}@example.test`;
    await create({ email });
    expect((await refusal(create({ email: email.toUpperCase() }))).status).toBe(409);
  });
});

describe('a birthday', () => {
  it('lies between 1900 and today, wherever it is today', async () => {
    const inHours = async (hours: number) =>
      new Date((await cloud.now()).getTime() + hours * 3_600_000).toISOString().slice(0, 10);
    for (const birthday of [await inHours(13), '1985-12-30', '1900-01-01'])
      expect((await create({ birthday })).birthday).toBe(birthday);
    const { id: customerId } = await create();
    const query = { source: 'erp', externalId: unique() };
    const future = 'must not lie in the future';
    for (const [birthday, reason] of [
      [await inHours(14 + 24), future],
      ['2099-01-01', future],
      ['1899-12-31', 'must lie in the years 1900 to 2100 (UTC)'],
    ]) {
      const refused = await Promise.all([
        refusal(create({ birthday })),
        refusal(
          manager.customers.patchCustomer({ params: { customerId }, body: { birthday } }, { ifMatch: 1 }),
        ),
        refusal(manager.customers.upsertCustomerByQuery({ query, body: { name: 'X', birthday } })),
      ]);
      for (const { status, problem } of refused) {
        expect([status, problem.errors]).toEqual([400, [{ pointer: '/body/birthday', reason }]]);
      }
    }
  });
});

describe('when a contact happened', () => {
  it('lies between 1970 and now, and spoils no timeline', async () => {
    const params = { customerId: (await create()).id };
    const record = (at: string) =>
      manager.customers.recordInteraction({
        params,
        body: { channel: 'call', direction: 'inbound', subject: 'When', at },
      });
    const inMinutes = async (minutes: number) =>
      new Date((await cloud.now()).getTime() + minutes * 60_000).toISOString();
    for (const at of ['9999-12-31T23:59:59-14:00', '1969-12-31T23:59:59Z', await inMinutes(60)]) {
      const refused = await refusal(record(at));
      expect([refused.status, refused.problem.errors?.[0]?.pointer], at).toEqual([400, '/body/at']);
    }
    expect((await record(await inMinutes(2))).status).toBe(201);
    expect((await record('1970-01-01T00:00:00Z')).status).toBe(201);
    const { body } = await manager.customers.listTimeline({ params, query: { type: 'interaction' } });
    expect(body.items).toHaveLength(2);
  });
});

describe('upserting by external id', () => {
  const upsert = (externalId: string, body: Parameters<Api['customers']['upsertCustomer']>[0]['body']) =>
    manager.customers.upsertCustomer({ params: { source: 'erp', externalId }, body });

  it('creates once, then updates what is told and leaves the rest', async () => {
    const externalId = unique();
    const email = `${unique()}@example.test`;
    const first = await upsert(externalId, { name: 'Old', email, tags: ['a'] });
    expect(first.status).toBe(201);
    const same = await upsert(externalId, { name: 'Old', email, tags: ['a'] });
    expect([same.status, same.body]).toEqual([200, first.body]);
    const next = await upsert(externalId, { name: 'New' });
    expect(next.body).toMatchObject({ id: first.body.id, name: 'New', email, tags: ['a'], version: 2 });
  });

  it('asks for the name of a new customer only', async () => {
    const externalId = unique();
    const refused = await refusal(upsert(externalId, { tags: ['vip'] }));
    expect([refused.status, refused.problem.errors?.[0]?.pointer]).toEqual([400, '/body/name']);
    await upsert(externalId, { name: 'Known' });
    const number = phone();
    const { body, status } = await upsert(externalId, { phone: number });
    expect([status, body.name, body.phone]).toEqual([200, 'Known', number]);
    const rows = [
      { key: 'known', externalId: { source: 'erp', id: externalId }, company: 'Acme' },
      { key: 'unknown', externalId: { source: 'erp', id: unique() }, company: 'Acme' },
      { key: 'new', company: 'Acme' },
    ];
    const batch = await erpClient.customers.batchCustomers({ body: { rows } });
    expect(batch.body.rows.map((row) => [row.status, row.problem?.errors?.[0]?.pointer])).toEqual([
      [200, undefined],
      [400, '/body/rows/1/name'],
      [400, '/body/rows/2/name'],
    ]);
  });

  describe('whatever the number is made of', () => {
    const Reply = z.object({
      id: z.string().optional(),
      externalIds: z.array(z.unknown()).optional(),
      detail: z.string().optional(),
      errors: z.array(z.unknown()).optional(),
    });
    const put = async (path: string) => {
      const reply = await fetch(`${cloud.url}${path}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${await cloud.token('erp')}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'By number' }),
      });
      return { status: reply.status, body: Reply.parse(await reply.json()) };
    };

    it.each([
      ['%E5%95%86%E5%9F%8E', '%E5%AE%A2%E6%88%B7-', '商城', '客户-'],
      ['My%20ERP', 'A%20B%20', 'My ERP', 'A B '],
      ['erp', '%20e%CC%81%2B%26%3D%2C', 'erp', '\u00e9+&=,'],
      ['erp:a', "@!*()'~:", 'erp:a', "@!*()'~:"],
    ])('takes %s and %s in the path and in the query for the same', async (source, number, ...meant) => {
      const rest = unique();
      const made = await put(`/customers/by-external-id/${source}/${number}${rest}`);
      const again = await put(`/customers/by-external-id?source=${source}&externalId=${number}${rest}`);
      expect([made.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(made.body);
      expect(made.body.externalIds).toEqual([{ source: meant[0], id: `${meant[1]}${rest}` }]);
    });

    it.each(['2026%2F0017', 'A%3F17', 'A%2317', '100%25', 'A%252F17', '..', '.'])(
      'takes %s in the query',
      async (number) => {
        const source = `erp ${unique()}`;
        const query = `source=${encodeURIComponent(source)}&externalId=${number}`;
        const made = await put(`/customers/by-external-id?${query}`);
        expect([made.status, made.body.externalIds]).toEqual([
          201,
          [{ source, id: decodeURIComponent(number) }],
        ]);
        const externalId = `${source}:${decodeURIComponent(number)}`;
        const found = await manager.customers.listCustomers({ query: { externalId } });
        expect(found.body.items.map(({ id }) => id)).toEqual([made.body.id]);
      },
    );

    it.each(['A%3F17', 'A%2317', '100%25', 'A%252F17'])(
      'says of %s in the path that it belongs into the query',
      async (number) => {
        const { status, body } = await put(`/customers/by-external-id/erp/${number}`);
        const reason = 'a path carries no / ? # %; use PUT /customers/by-external-id?source=…&externalId=…';
        expect([status, body.errors]).toEqual([400, [{ pointer: '/params/externalId', reason }]]);
      },
    );

    it.each(['%D5%C5', '%E5', '%ED%A0%80', '%EF%BF%BD', '1&externalId=2'])(
      'takes %s for no number, in whose place another could stand',
      async (number) => {
        const { status, body } = await put(
          `/customers/by-external-id?source=${unique()}&externalId=${number}`,
        );
        expect([status, body.errors]).toEqual([
          400,
          [{ pointer: '/query/externalId', reason: expect.any(String) }],
        ]);
      },
    );

    it('says of a slash in the path that it divides it', async () => {
      const { status, body } = await put('/customers/by-external-id/erp/2026%2F0017');
      expect([status, body.detail]).toEqual([404, expect.stringContaining('%2F counts as a slash')]);
    });

    it.each([
      ['nothing to be seen', '\u200b\u2060'],
      ['control characters', 'A\u0007'],
      ['more than 128 characters', 'A'.repeat(129)],
    ])('refuses %s', async (_, id) => {
      const refused = await refusal(create({ externalIds: [{ source: 'erp', id }] }));
      expect([refused.status, refused.problem.errors?.[0]?.pointer]).toEqual([400, '/body/externalIds/0/id']);
    });
  });

  it('takes no number for that of another system, wherever the two are cut', async () => {
    const word = unique();
    const one = await manager.customers.upsertCustomer({
      params: { source: `${word}:b`, externalId: 'c' },
      body: { name: 'One' },
    });
    const other = await manager.customers.upsertCustomer({
      params: { source: word, externalId: 'b:c' },
      body: { name: 'Other' },
    });
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(one.body.id);
  });

  it('makes one customer of many racing upserts', async () => {
    const externalId = unique();
    const replies = await Promise.all(Array.from({ length: 8 }, () => upsert(externalId, { name: 'Race' })));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
  });
});

describe('upserting at the same time', () => {
  it('takes nobody for another customer when all say the same of one', async () => {
    const params = { source: 'erp', externalId: unique() };
    const body = { name: 'Said by many', email: `${unique()}@example.test`, phone: phone() };
    const patient = await cloud.as('li.na', 6);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => patient.customers.upsertCustomer({ params, body })),
    );
    expect(new Set(replies.map(({ body: { id } }) => id)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('sends nobody away while a few keep changing one customer', async () => {
    const params = { source: 'erp', externalId: unique() };
    const impatient = await cloud.as('li.na', 0);
    await impatient.customers.upsertCustomer({ params, body: { name: 'Busy 0' } });
    const writer = async (who: number) => {
      for (let turn = 0; turn < 25; turn += 1) {
        await impatient.customers.upsertCustomer({ params, body: { name: `Busy ${who}.${turn}` } });
      }
    };
    await Promise.all([1, 2, 3, 4].map(writer));
    const { body } = await impatient.customers.upsertCustomer({ params, body: { name: 'Calm' } });
    expect(body.version).toBe(102);
  });
});

describe('changing customers', () => {
  it('takes a patch of the version that was read, and no other', async () => {
    const customer = await create({ email: `${unique()}@example.test`, company: 'Acme' });
    const params = { customerId: customer.id };
    const { body: changed } = await manager.customers.patchCustomer(
      { params, body: { company: null, tags: ['vip'] } },
      { ifMatch: 1 },
    );
    expect(changed).toMatchObject({ version: 2, tags: ['vip'], email: customer.email });
    expect(changed).not.toHaveProperty('company');
    const stale = await refusal(
      manager.customers.patchCustomer({ params, body: { name: 'Late' } }, { ifMatch: 1 }),
    );
    expect(stale.status).toBe(412);
    // Whichever version is there, and one of several.
    const any = await manager.customers.patchCustomer({ params, body: { name: 'Any' } }, { ifMatch: '*' });
    expect(any.body.version).toBe(3);
    const one = await fetch(`${cloud.url}/customers/${customer.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await cloud.token('chen.jing')}`, 'if-match': 'W/"3", "7","3"' },
    });
    expect(one.status).toBe(204);
  });

  it('loses no update of many writers', async () => {
    const { id: customerId } = await create();
    const params = { customerId };
    const addTag = async (tag: string): Promise<void> => {
      const { body } = await manager.customers.getCustomer({ params });
      const attempt = manager.customers.patchCustomer(
        { params, body: { tags: [...body.tags, tag] } },
        { ifMatch: body.version },
      );
      await attempt.catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 412) return addTag(tag);
        throw error;
      });
    };
    const tags = Array.from({ length: 10 }, (_, index) => `t${index}`);
    await Promise.all(tags.map(addTag));
    const { body } = await manager.customers.getCustomer({ params });
    expect(body.tags.toSorted()).toEqual(tags.toSorted());
    expect(body.version).toBe(11);
  });

  it('gives an e-mail free when it is given up, and keeps it while it is held', async () => {
    const [one, two] = [`${unique()}@example.test`, `${unique()}@example.test`];
    const customer = await create({ email: one });
    const params = { customerId: customer.id };
    await manager.customers.patchCustomer({ params, body: { email: two } }, { ifMatch: 1 });
    const other = await create({ email: one });
    expect(other.email).toBe(one);
    expect((await refusal(create({ email: two }))).status).toBe(409);
  });

  it('keeps who changed what, before and after, on the timeline', async () => {
    const customer = await create({ name: 'Before' });
    const params = { customerId: customer.id };
    await wangFang.customers.recordInteraction({
      params,
      body: {
        channel: 'call',
        direction: 'inbound',
        subject: 'Asked for an invoice',
        text: 'Two lines\nof text',
      },
    });
    await manager.customers.patchCustomer({ params, body: { name: 'After' } }, { ifMatch: 1 });
    await cloud.idle();
    const { body: profile } = await manager.customers.getProfile({ params });
    expect(profile.customer.name).toBe('After');
    expect(profile.timeline.map((entry) => entry.type)).toEqual([
      'customer.changed',
      'interaction.recorded',
      'customer.created',
    ]);
    expect(profile.timeline[0]).toMatchObject({
      actor: { kind: 'person', id: 'li.na' },
      changes: { before: { name: 'Before' }, after: { name: 'After' } },
    });
    expect(profile.timeline[1]).toMatchObject({
      actor: { id: 'wang.fang' },
      data: { subject: 'Asked for an invoice' },
    });
  });

  it('begins with who has created the customer, and out of which system', async () => {
    const externalId = unique();
    const { body: upserted } = await erpClient.customers.upsertCustomerByQuery({
      query: { source: '金蝶', externalId },
      body: { name: 'Ada', owner: 'wang.fang' },
    });
    const byHand = await create({ owner: 'wang.fang' });
    const params = { customerId: upserted.id };
    await manager.customers.patchCustomer({ params, body: { owner: 'david.brown' } }, { ifMatch: 1 });
    await cloud.idle();
    const timelineOf = async (customerId: string, query = {}) =>
      (await manager.customers.listTimeline({ params: { customerId }, query })).body.items;
    const [given, created, ...more] = await timelineOf(upserted.id);
    expect(more).toEqual([]);
    expect(created).toMatchObject({
      type: 'customer.created',
      at: upserted.createdAt,
      actor: { kind: 'machine' },
      data: { customerId: upserted.id, version: 1, sources: ['金蝶'] },
    });
    expect(given).toMatchObject({
      type: 'customer.changed',
      actor: { kind: 'person', id: 'li.na' },
      changes: { before: { owner: 'wang.fang' }, after: { owner: 'david.brown' } },
    });
    expect(await timelineOf(upserted.id, { type: 'customer.created' })).toEqual([created]);
    const [first] = await timelineOf(byHand.id);
    expect(first).toMatchObject({ type: 'customer.created', actor: { kind: 'person', id: 'li.na' } });
    expect(first?.data).not.toHaveProperty('sources');
  });

  it('pages through a long timeline from the profile on, newest first, without loss', async () => {
    const { id: customerId } = await create();
    await cloud.idle();
    const params = { customerId };
    for (let index = 0; index < 47; index += 1) {
      const at = new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString();
      await manager.customers.recordInteraction({
        params,
        body: { channel: 'note', direction: 'internal', subject: `n${index}`, at },
      });
    }
    const { body: profile } = await manager.customers.getProfile({ params });
    const subjects = profile.timeline.map((entry) => entry.data.subject);
    let { cursor } = profile;
    while (cursor !== null) {
      const { body } = await manager.customers.listTimeline({ params, query: { limit: 10, cursor } });
      subjects.push(...body.items.map((entry) => entry.data.subject));
      cursor = body.cursor;
    }
    // The notes are of days before the customer was created here.
    expect(subjects).toEqual([undefined, ...Array.from({ length: 47 }, (_, index) => `n${46 - index}`)]);
  });
});

describe('lists', () => {
  it('shows new customers first, by owner and among all, each once over all pages', async () => {
    const owner = 'david.brown';
    const made: string[] = [];
    for (let index = 0; index < 23; index += 1) made.push((await create({ owner })).id);
    await cloud.idle();
    const walk = async (api: Api, query: { owner?: string }, pages: number) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < pages; page += 1) {
        const { body } = await api.customers.listCustomers({ query: { ...query, limit: 7, cursor } });
        seen.push(...body.items.map((item) => item.id));
        if (body.cursor === null) break;
        cursor = body.cursor;
      }
      return seen;
    };
    // Other tests give him customers at the same time.
    const ofThese = (ids: readonly string[]) => ids.filter((id) => made.includes(id));
    expect(ofThese(await walk(manager, { owner }, 40))).toEqual(made.toReversed());
    expect(ofThese(await walk(davidBrown, {}, 40))).toEqual(made.toReversed());
    const all = await walk(manager, {}, 100);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(made));
  });

  it('follows a change of name and leaves out who was deleted', async () => {
    const customer = await create({ name: 'First name' });
    const gone = await create();
    const params = { customerId: customer.id };
    await manager.customers.patchCustomer({ params, body: { name: 'Second name' } }, { ifMatch: 1 });
    await manager.customers.deleteCustomer({ params: { customerId: gone.id } }, { ifMatch: 1 });
    await cloud.idle();
    const { body } = await manager.customers.listCustomers({ query: { limit: 100 } });
    expect(body.items.find((item) => item.id === customer.id)?.name).toBe('Second name');
    expect(body.items.map((item) => item.id)).not.toContain(gone.id);
  });
});

describe('deleting customers', () => {
  it('hides the customer and frees the e-mail at once', async () => {
    const email = `${unique()}@example.test`;
    const customer = await create({ email });
    const params = { customerId: customer.id };
    expect((await manager.customers.deleteCustomer({ params }, { ifMatch: 1 })).status).toBe(204);
    expect((await refusal(manager.customers.getCustomer({ params }))).status).toBe(404);
    expect((await refusal(manager.customers.getProfile({ params }))).status).toBe(404);
    expect((await create({ email })).id).not.toBe(customer.id);
  });
});

describe('who sees what', () => {
  it('answers for the customer of a colleague as for one that is not there', async () => {
    const theirs = await create({ owner: 'david.brown' });
    const params = { customerId: theirs.id };
    const hidden = await refusal(wangFang.customers.getCustomer({ params }));
    const missing = await refusal(
      wangFang.customers.getCustomer({ params: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq' } }),
    );
    const { requestId: one, ...hiddenProblem } = hidden.problem;
    const { requestId: two, ...missingProblem } = missing.problem;
    expect(hiddenProblem).toEqual(missingProblem);
    expect(one).not.toBe(two);
    for (const attempt of [
      () => wangFang.customers.getProfile({ params }),
      () => wangFang.customers.listTimeline({ params }),
      () => wangFang.customers.patchCustomer({ params, body: { name: 'Mine' } }, { ifMatch: 1 }),
      () => wangFang.customers.deleteCustomer({ params }, { ifMatch: 1 }),
    ]) {
      expect((await refusal(attempt())).status).toBe(404);
    }
    expect((await davidBrown.customers.getCustomer({ params })).body.id).toBe(theirs.id);
  });

  it('tells an agent who upserts a colleague’s customer whose it is, and changes nothing', async () => {
    const params = { source: 'erp', externalId: crypto.randomUUID() };
    const { body: theirs } = await manager.customers.upsertCustomer({
      params,
      body: { name: 'Theirs', email: `${crypto.randomUUID()}@example.test`, owner: 'david.brown' },
    });
    for (const body of [{ name: 'Mine' }, { name: 'Mine', owner: 'wang.fang' }]) {
      const { status, problem } = await refusal(wangFang.customers.upsertCustomer({ params, body }));
      expect([status, problem.code]).toEqual([409, 'conflict']);
      expect(problem.existing).toEqual({
        id: theirs.id,
        masked: true,
        name: 'T**',
        email: `${theirs.email?.charAt(0)}***@e***.test`,
        owner: { id: 'david.brown', name: 'David Brown' },
      });
    }
    const params2 = { params: { customerId: theirs.id } };
    expect((await manager.customers.getCustomer(params2)).body).toEqual(theirs);
    // One of nobody may be taken over.
    const free = { source: 'erp', externalId: crypto.randomUUID() };
    await manager.customers.upsertCustomer({ params: free, body: { name: 'Nobody’s', owner: null } });
    const { body: taken } = await wangFang.customers.upsertCustomer({ params: free, body: { name: 'Seen' } });
    expect(taken.name).toBe('Seen');
  });

  it('makes an agent the owner of customers they create, and lets them give customers to nobody else', async () => {
    const { body } = await wangFang.customers.createCustomer({ body: { name: 'Mine' } });
    expect(body.owner).toBe('wang.fang');
    const other = await refusal(
      wangFang.customers.createCustomer({ body: { name: 'Theirs', owner: 'david.brown' } }),
    );
    expect(other.status).toBe(403);
  });

  it('keeps contact details from analysts wherever they could show', async () => {
    const email = `${unique()}@example.test`;
    const number = phone();
    const customer = await create({ email, phone: number });
    const params = { customerId: customer.id };
    await manager.customers.patchCustomer({ params, body: { email: `x${email}` } }, { ifMatch: 1 });
    await cloud.idle();
    const replies = await Promise.all([
      analyst.customers.getCustomer({ params }),
      analyst.customers.getProfile({ params }),
      analyst.customers.listTimeline({ params }),
      analyst.customers.listCustomers({ query: { limit: 20 } }),
    ]);
    const seen = JSON.stringify(replies);
    expect(seen).toContain(customer.id);
    expect(seen).not.toContain(email);
    expect(seen).not.toContain(number);
  });
});
