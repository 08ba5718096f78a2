/** Customers who were deleted at the desk: asked before, found afterwards, and brought back by who may. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

const signedIn = (person: string) => signedInAt(cloud.url, person);
type Visitor = Awaited<ReturnType<typeof signedIn>>;

const pathOf = (id: string) => `/desk/customers/${id}`;
const list = '/desk/customers/deleted';
/** Well formed, and nobody’s. */
const never = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';

async function create(body: object = {}): Promise<string> {
  const made = { name: '欧阳修', owner: 'wang.fang', createAnyway: true, ...body };
  return (await api.customers.createCustomer({ body: made as never })).body.id;
}

async function deleteAs(visitor: Visitor, id: string) {
  const { page } = await visitor.ask(`${pathOf(id)}/delete`);
  return visitor.send(page, `${pathOf(id)}/delete`);
}

const bringBack = (visitor: Visitor, id: string, page: string) =>
  visitor.send(page, pathOf(id), { action: 'restore' });

/** A page without what is new with each: tokens of forms. */
const stable = (page: string) => page.replaceAll(/value="[^"]{20,}"/g, '');

describe('a customer who is deleted at the desk', () => {
  it('is asked about first, told of as deleted, and brought back there by a manager', async () => {
    const id = await create();
    const manager = await signedIn('li.na');
    expect((await manager.ask(pathOf(id))).page).toContain(
      `<a href="${pathOf(id)}/delete">Delete 欧阳修</a>`,
    );
    const asked = await manager.ask(`${pathOf(id)}/delete`);
    expect(asked.page).toContain('A manager can bring the customer back for 30 days.');
    const gone = await manager.send(asked.page, `${pathOf(id)}/delete`);
    expect([gone.status, gone.location]).toEqual([303, `${pathOf(id)}?done=deleted`]);
    const told = await manager.ask(gone.location ?? '');
    expect(told.status).toBe(200);
    expect(told.page).toContain('The customer is deleted. You can bring them back here for 30 days.');
    expect(told.page).toContain('<h1>This customer was deleted</h1>');
    expect(told.page).toMatch(/Deleted by<\/dt><dd>李娜|Deleted by<\/dt><dd>Li Na/);
    expect(told.page).toContain('Can be brought back until</dt><dd>23 Dec 2026');
    const back = await bringBack(manager, id, told.page);
    expect([back.status, back.location]).toEqual([303, `${pathOf(id)}?done=restored`]);
    expect((await manager.ask(back.location ?? '')).page).toContain('The customer is back.');
    // Pressed twice.
    expect((await bringBack(manager, id, told.page)).location).toBe(`${pathOf(id)}?done=restored`);
    // An old page in another tab.
    const late = await manager.send(told.page, pathOf(id), { action: 'restore', key: crypto.randomUUID() });
    expect([late.status, late.location]).toEqual([303, pathOf(id)]);
  });

  it('is not there for an agent, byte for byte like one who never was, and comes back by none', async () => {
    const id = await create();
    const [agent, manager] = [await signedIn('wang.fang'), await signedIn('li.na')];
    const gone = await deleteAs(agent, id);
    expect([gone.status, gone.location]).toEqual([303, '/desk/customers?done=deleted']);
    expect((await agent.ask(gone.location ?? '')).page).toContain(
      'The customer is deleted. A manager can bring them back for 30 days.',
    );
    for (const person of ['wang.fang', 'zhao.wei']) {
      const visitor = await signedIn(person);
      const [one, other] = [await visitor.ask(pathOf(id)), await visitor.ask(pathOf(never))];
      expect([one.status, other.status]).toEqual([404, 404]);
      expect(stable(one.page)).toBe(stable(other.page));
      expect((await visitor.ask('/desk/customers')).page).not.toContain(list);
      expect((await visitor.ask(list)).status).toBe(403);
    }
    expect((await manager.ask(pathOf(never))).status).toBe(404);
    const { page } = await manager.ask(pathOf(id));
    const deletion = /name="deletion" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const tried = await agent.send((await agent.ask('/desk')).page, pathOf(id), {
      ...{ action: 'restore', key: crypto.randomUUID(), deletion },
      'form-token': /name="form-token" value="([^"]+)"/.exec((await agent.ask('/desk')).page)?.[1] ?? '',
    });
    expect(tried.status).toBe(403);
    expect((await manager.ask(pathOf(id))).page).toContain('This customer was deleted');
  });

  it('says whose their address is by now, and does not come back over it', async () => {
    const email = `${crypto.randomUUID()}@example.test`;
    const id = await create({ email });
    const manager = await signedIn('li.na');
    await deleteAs(manager, id);
    const other = await create({ name: '王安石', email });
    const { page } = await manager.ask(pathOf(id));
    const refused = await bringBack(manager, id, page);
    expect(refused.status).toBe(409);
    expect(refused.page).toContain('Another customer has this e-mail address.');
    expect(refused.page).toContain(`<a href="${pathOf(other)}">王安石</a>`);
    expect(refused.page).toContain('Bring back');
  });

  it('is told of as erased where nothing is kept, and as gone after a month', async () => {
    const [erased, late] = [await create(), await create()];
    const manager = await signedIn('li.na');
    await deleteAs(manager, late);
    await api.privacy.createErasure({ body: { customerId: erased, reason: 'asked by phone' } });
    await cloud.idle();
    const { page } = await manager.ask(pathOf(erased));
    expect(page).toContain('This customer was erased.');
    expect(page).not.toContain('欧阳修');
    expect(page).not.toContain('value="restore"');
    const listed = (await manager.ask(list)).page;
    expect(listed).toMatch(new RegExp(`${erased}</a>.*erased`));
    await cloud.advance({ to: '2026-12-28T02:00:00Z' });
    const again = await signedIn('li.na');
    const gone = (await again.ask(pathOf(late))).page;
    expect(gone).toContain('This customer is not kept any more, and cannot be brought back.');
    expect(gone).not.toContain('value="restore"');
  });
});

describe('those who were deleted lately', () => {
  it('are listed by month, the last first, by whom and when, and lead to their pages', async () => {
    const [one, two] = [await create({ name: '苏轼', tags: ['x'] }), await create({ name: '苏辙' })];
    const manager = await signedIn('li.na');
    await deleteAs(await signedIn('wang.fang'), one);
    await deleteAs(manager, two);
    await cloud.idle();
    expect((await manager.ask('/desk/customers')).page).toContain(`<a href="${list}">Deleted customers</a>`);
    const { page, status } = await manager.ask(list);
    expect(status).toBe(200);
    const rows = page.split('<tr>').filter((row) => row.includes(one) || row.includes(two));
    expect(rows.map((row) => row.includes(one))).toEqual([false, true]);
    expect(rows[1]).toContain(`<a href="${pathOf(one)}">`);
    expect(rows[1]).toMatch(/王芳|Wang Fang/);
    expect(page).not.toContain('苏轼');
    const before = /href="(\/desk\/customers\/deleted\?month=[^"]+)"/.exec(page)?.[1] ?? '';
    expect((await manager.ask(before)).page).not.toContain(one);
    expect((await manager.ask(`${list}?month=soon`)).status).toBe(400);
  });
});
