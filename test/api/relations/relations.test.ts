import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;

beforeAll(async () => {
  [manager, wangFang] = (await Promise.all(['li.na', 'wang.fang'].map((id) => cloud.as(id, 3)))) as [
    Api,
    Api,
  ];
});

type Kind = Parameters<Api['relations']['putRelation']>[0]['params']['kind'];

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({
    body: { name: '王芳', createAnyway: true, ...fields },
  });
  return body;
}
const aCompany = (fields: object = {}) => create({ kind: 'company', name: '远洋', ...fields });

const put = (customerId: string, kind: Kind, otherId: string, body: object = {}, options = {}) =>
  manager.relations.putRelation({ params: { customerId, kind, otherId }, body }, options);

const list = async (
  customerId: string,
  query: { kind?: Kind; limit?: number; cursor?: string } = {},
  api = manager,
) => (await api.relations.listRelations({ params: { customerId }, query })).body;

describe('a relation', () => {
  it('stands with both, is read from either side, and is told once', async () => {
    const [person, company] = [await create(), await aCompany()];
    const { body: relation } = await put(person.id, 'contact-of', company.id, { role: '采购' });
    expect(relation).toMatchObject({
      ...{ customerId: person.id, otherId: company.id, kind: 'contact-of', role: '采购', version: 1 },
      other: { id: company.id, name: '远洋', kind: 'company' },
    });
    expect((await list(company.id, { kind: 'contact' })).items).toMatchObject([
      { kind: 'contact', otherId: person.id, role: '采购', other: { name: '王芳' } },
    ]);
    // The same again, from the other side, changes nothing.
    expect((await put(company.id, 'contact', person.id, { role: '采购' })).body.version).toBe(1);
    expect((await refusal(put(company.id, 'contact', person.id, { role: '经理' }))).status).toBe(428);
    const changed = await put(company.id, 'contact', person.id, { role: '经理' }, { ifMatch: 1 });
    expect(changed.body).toMatchObject({ kind: 'contact', role: '经理', version: 2 });
    expect((await list(person.id)).items).toMatchObject([{ role: '经理', version: 2 }]);

    const params = { customerId: person.id, kind: 'contact-of', otherId: company.id } as const;
    await manager.relations.deleteRelation({ params }, { ifMatch: 2 });
    expect([(await list(person.id)).items, (await list(company.id)).items]).toEqual([[], []]);
    expect((await refusal(manager.relations.getRelation({ params }))).status).toBe(404);
    for (const customerId of [person.id, company.id]) {
      const query = { type: 'relation' };
      const { items } = (await manager.customers.listTimeline({ params: { customerId }, query })).body;
      expect(items.map(({ type }) => type)).toEqual([
        'relation.removed',
        'relation.changed',
        'relation.created',
      ]);
    }
  });

  it('stands against another kind of either, however that is told', async () => {
    const number = { source: 'kinds', id: crypto.randomUUID() };
    const company = await aCompany({ externalIds: [number] });
    const [above, person] = [await aCompany(), await create()];
    const { body: was } = await manager.customers.createCustomer({ body: { name: 'Was a person' } });
    await put(company.id, 'parent', above.id);
    await put(company.id, 'contact', person.id);
    await put(was.id, 'other', company.id);
    const turn = (customerId: string, kind: 'person' | 'company') =>
      manager.customers.patchCustomer({ params: { customerId }, body: { kind } }, { ifMatch: '*' });
    const row = { key: '1', externalId: number, kind: 'person' } as const;
    for (const [turned, names] of [
      [() => turn(above.id, 'person'), `subsidiary ${company.id}`],
      [() => turn(person.id, 'company'), `contact-of ${company.id}`],
      [() => turn(company.id, 'person'), `parent ${above.id}`],
      [
        () =>
          manager.customers.upsertCustomerByQuery({
            query: { source: number.source, externalId: number.id },
            body: { kind: 'person' },
          }),
        `parent ${above.id}`,
      ],
    ] as const) {
      const { status, problem } = await refusal(turned());
      expect([status, problem.code]).toEqual([422, 'not-allowed-now']);
      expect(problem.errors).toMatchObject([
        { pointer: '/body/kind', reason: expect.stringContaining(names) },
      ]);
    }
    const { body } = await manager.customers.batchCustomers({ body: { rows: [row] } });
    expect(body.rows).toMatchObject([{ key: '1', status: 422 }]);

    // What either may be to the other holds nobody back.
    expect((await turn(was.id, 'company')).body.kind).toBe('company');
    await manager.relations.deleteRelation(
      { params: { customerId: above.id, kind: 'subsidiary', otherId: company.id } },
      { ifMatch: '*' },
    );
    const changed = (await turn(above.id, 'person')).body;
    expect(changed.kind).toBe('person');
    const { items } = (
      await manager.customers.listTimeline({
        params: { customerId: above.id },
        query: { type: 'customer.changed' },
      })
    ).body;
    const another = await create();
    await put(above.id, 'family', another.id);
    const restore = { params: { customerId: above.id, eventId: items[0]?.id ?? '' } };
    expect((await refusal(manager.customers.restoreChange(restore))).status).toBe(422);
  });

  it('is refused where two cannot be that to each other, or one is not there', async () => {
    const [person, company, gone] = [await create(), await aCompany(), await create()];
    await manager.customers.deleteCustomer({ params: { customerId: gone.id } }, { ifMatch: 1 });
    for (const [customerId, kind, otherId, pointers] of [
      [person.id, 'family', person.id, ['/params/otherId']],
      [company.id, 'contact-of', person.id, ['/params/customerId', '/params/otherId']],
      [person.id, 'parent', company.id, ['/params/customerId']],
      [person.id, 'family', company.id, ['/params/otherId']],
    ] as const) {
      const { status, problem } = await refusal(put(customerId, kind, otherId));
      expect([status, problem.errors?.map(({ pointer }) => pointer)]).toEqual([400, pointers]);
    }
    const primary = await refusal(put(person.id, 'other', company.id, { primary: true }));
    expect(primary.problem.errors?.map(({ pointer }) => pointer)).toEqual(['/body/primary']);
    expect((await refusal(put(person.id, 'other', gone.id))).status).toBe(404);
    expect((await refusal(put(gone.id, 'other', person.id))).status).toBe(404);
  });

  it('goes from the other side with the customer, however often that is told', async () => {
    const [person, company, friend] = [await create(), await aCompany(), await create()];
    await put(person.id, 'contact-of', company.id, { primary: true });
    await put(friend.id, 'referred-by', person.id);
    await manager.customers.deleteCustomer({ params: { customerId: person.id } }, { ifMatch: 1 });
    await cloud.idle();
    expect([(await list(company.id)).items, (await list(friend.id)).items]).toEqual([[], []]);
    const next = await create();
    await put(next.id, 'contact-of', company.id, { primary: true });
    expect((await list(company.id, { kind: 'contact' })).items).toMatchObject([{ otherId: next.id }]);
  });

  it('shows who may not see the other one a masked summary, and lets them relate nobody to it', async () => {
    const mine = await create({ owner: 'wang.fang' });
    const theirs = await create({ owner: 'chen.jing', name: '李小龙', phone: '+8613800138999' });
    expect(
      (
        await refusal(
          wangFang.relations.putRelation({
            params: { customerId: mine.id, kind: 'family', otherId: theirs.id },
            body: {},
          }),
        )
      ).status,
    ).toBe(404);
    await put(mine.id, 'family', theirs.id, { role: '哥哥' });
    const { items } = await list(mine.id, {}, wangFang);
    expect(items).toMatchObject([
      {
        kind: 'family',
        role: '哥哥',
        other: { name: '李**', phone: '***8999', owner: 'chen.jing', masked: true },
      },
    ]);
    expect((await refusal(list(theirs.id, {}, wangFang))).status).toBe(404);
  });
});

describe('the profile', () => {
  it('tells whom others are to the customer, what is open, and no relation as a fact', async () => {
    const [company, person, theirs] = [
      await aCompany(),
      await create({ owner: 'wang.fang' }),
      await create({ owner: 'chen.jing', name: '李小龙' }),
    ];
    await put(person.id, 'contact-of', company.id, { primary: true, role: '采购' });
    await put(person.id, 'family', theirs.id);
    const due = { wallTime: '2036-11-21T10:00', timeZone: 'Asia/Shanghai' };
    const { body: callback } = await manager.callbacks.createCallback({
      body: { customerId: person.id, why: 'Asked to be called', due, owner: 'wang.fang' },
    });
    const { body: profile } = await wangFang.customers.getProfile({ params: { customerId: person.id } });
    expect(profile.relations).toMatchObject([
      { kind: 'family', other: { name: '李**', masked: true } },
      { kind: 'contact-of', role: '采购', primary: true, other: { name: '远洋' } },
    ]);
    expect(profile.openWork).toEqual([
      ...[
        {
          kind: 'callback',
          id: callback.id,
          status: 'scheduled',
          owner: 'wang.fang',
          dueAt: callback.due.instant,
        },
      ],
    ]);
    expect(profile.facts?.map(({ kind }) => kind)).not.toContain('relation');
    const ofCompany = await manager.customers.getProfile({ params: { customerId: company.id } });
    expect(ofCompany.body.relations).toMatchObject([
      { kind: 'contact', primary: true, role: '采购', other: { id: person.id, name: '王芳' } },
    ]);
  });
});

describe('the primary contact of a company', () => {
  it('is one, whom the next one replaces', async () => {
    const [company, first, second] = [await aCompany(), await create(), await create()];
    await put(first.id, 'contact-of', company.id, { primary: true });
    await put(company.id, 'contact', second.id, { primary: true });
    const primaries = async () =>
      (await list(company.id, { kind: 'contact' })).items.flatMap((each) =>
        each.primary ? [each.otherId] : [],
      );
    expect(await primaries()).toEqual([second.id]);
    expect((await list(first.id)).items[0]).not.toHaveProperty('primary');
    await Promise.all(
      [first, second].map(({ id }) => put(id, 'contact-of', company.id, { primary: true }, { ifMatch: '*' })),
    );
    expect(await primaries()).toHaveLength(1);
    await put(second.id, 'contact-of', company.id, {}, { ifMatch: '*' });
    await put(first.id, 'contact-of', company.id, {}, { ifMatch: '*' });
    expect(await primaries()).toEqual([]);
  });
});

describe('a chain', () => {
  it('never leads back, and a company has one parent', async () => {
    const [a, b, c] = [await aCompany(), await aCompany(), await aCompany()];
    await put(a.id, 'parent', b.id);
    await put(b.id, 'parent', c.id);
    const circle = await refusal(put(c.id, 'parent', a.id));
    expect([circle.status, circle.problem.detail]).toEqual([
      422,
      `This would lead in a circle: from ${a.id} it goes back to this customer.`,
    ]);
    // Told from the other side it is the same.
    expect((await refusal(put(a.id, 'subsidiary', c.id))).status).toBe(422);
    const second = await refusal(put(a.id, 'parent', c.id));
    expect([second.status, second.problem.detail]).toEqual([
      409,
      `There is a parent already, ${b.id}. Take that relation away first.`,
    ]);
    expect((await list(c.id, { kind: 'subsidiary' })).items.map(({ otherId }) => otherId)).toEqual([b.id]);
  });

  it('is not closed by a merge, nor by way of a record that was merged', async () => {
    const [a, b, c] = [await aCompany(), await aCompany(), await aCompany()];
    await put(a.id, 'parent', b.id);
    await put(b.id, 'parent', c.id);
    const merge = (into: string, customerId: string) =>
      manager.merges.mergeCustomers({ params: { customerId: into }, body: { customerId } });
    for (const [into, id] of [
      [a.id, c.id],
      [c.id, a.id],
    ] as const) {
      const { status, problem } = await refusal(merge(into, id));
      expect([status, problem.errors?.[0]?.reason]).toEqual([
        422,
        'One leads to the other by parent, with somebody between them: take one of these relations away first.',
      ]);
    }
    // Who is directly above is merged, and then is nobody above themselves.
    expect((await merge(b.id, a.id)).status).toBe(200);
    expect((await list(b.id, { kind: 'parent' })).items.map(({ otherId }) => otherId)).toEqual([c.id]);

    const [root, merged, below] = [await aCompany(), await aCompany(), await aCompany()];
    await put(merged.id, 'parent', below.id);
    await merge(root.id, merged.id);
    expect((await refusal(put(below.id, 'parent', root.id))).problem.detail).toContain('lead in a circle');
    const second = await refusal(put(root.id, 'parent', c.id));
    expect([second.status, second.problem.detail]).toEqual([
      409,
      `There is a parent already, ${below.id}. Take that relation away first.`,
    ]);
  });

  it('is not closed by requests that race, from both ends or from three', async () => {
    for (const kind of ['parent', 'referred-by'] as const) {
      for (const size of [2, 3]) {
        const ring = await Promise.all(Array.from({ length: size }, () => aCompany()));
        const results = await Promise.allSettled(
          ring.map(({ id }, index) => put(id, kind, ring[(index + 1) % size]!.id)),
        );
        const done = results.filter(({ status }) => status === 'fulfilled');
        expect(done.length).toBeLessThan(size);
        const sides = (await Promise.all(ring.map(({ id }) => list(id, { kind })))).flatMap(
          ({ items }) => items,
        );
        expect(sides).toHaveLength(done.length);
      }
    }
  });

  it('is followed for twenty steps, and no further', async () => {
    const companies = await Promise.all(Array.from({ length: 22 }, () => aCompany()));
    for (const [index, { id }] of companies.slice(1, 21).entries())
      await put(id, 'parent', companies[index]!.id);
    const long = await refusal(put(companies[21]!.id, 'parent', companies[20]!.id));
    expect([long.status, long.problem.detail]).toEqual([
      422,
      `There are 20 above ${companies[20]!.id} already, and more are not kept.`,
    ]);
    await put(companies[21]!.id, 'parent', companies[18]!.id);
  });
});

it('a company has any number of contacts, page by page, and a person few relations', async () => {
  const company = await aCompany();
  const people = await Promise.all(Array.from({ length: 22 }, () => create()));
  for (const { id } of people) await put(id, 'contact-of', company.id);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(company.id, { limit: 9, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.map(({ otherId }) => otherId));
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  expect(found.toSorted()).toEqual(people.map(({ id }) => id).toSorted());

  const [one, ...others] = people.map(({ id }) => id);
  for (const other of others.slice(0, 19)) await put(one!, 'family', other);
  const refused = await refusal(put(one!, 'family', others[19]!));
  expect([refused.status, refused.problem.detail]).toEqual([
    422,
    `${one} has 20 relations, and more are not kept. Take one away first.`,
  ]);
});
