/** Whom customers are related to, at the desk: page by page, found by words, and without a script. */
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

type NewCustomer = Parameters<Api['customers']['createCustomer']>[0]['body'];

async function create(body: NewCustomer): Promise<string> {
  return (await api.customers.createCustomer({ body: { owner: 'wang.fang', ...body } })).body.id;
}

const relate = (customerId: string, kind: 'contact' | 'subsidiary' | 'referral', otherId: string) =>
  api.relations.putRelation({ params: { customerId, kind, otherId }, body: {} });

describe('relations at the desk', () => {
  it('of a company are its contacts, subsidiaries and referrals, page by page', async () => {
    const company = await create({ kind: 'company', name: 'Great Holding' });
    const people = await Promise.all(
      Array.from({ length: 22 }, (_, index) => create({ name: `Contact Number ${index}` })),
    );
    for (const person of people) await relate(company, 'contact', person);
    await relate(company, 'subsidiary', await create({ kind: 'company', name: 'Small Daughter' }));
    await relate(company, 'referral', await create({ name: 'Recommended Friend' }));
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${company}`;
    const profile = (await agent.ask(path)).page;
    expect(profile).toContain(`href="${path}/relations"`);
    expect([...profile.matchAll(/Contact Number \d+<\/a><\/th>/g)].length).toBeGreaterThan(5);
    const found = new Set<string>();
    let next: string | undefined = `${path}/relations`;
    while (next !== undefined) {
      const { page } = await agent.ask(next);
      for (const [, name = ''] of page.matchAll(/<th scope="row"><a[^>]*>([^<]+)<\/a>/g)) found.add(name);
      next = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(found.size).toBe(24);
    expect([...found]).toEqual(expect.arrayContaining(['Small Daughter', 'Recommended Friend']));
    const { page } = await agent.ask(`${path}/relations?only=subsidiary`);
    expect(page).toContain('Small Daughter');
    expect(page).not.toContain('Contact Number');
  });

  it('are added by words and a choice, changed, and taken away', async () => {
    const company = await create({ kind: 'company', name: 'Ocean Trade' });
    const person = await create({ name: 'Helen Harbour' });
    const colleagues = await create({ name: 'Victor Hidden', owner: 'david.brown' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${company}/relations`;
    expect((await agent.ask(path)).page).toContain('Related to nobody.');
    const masked = (await agent.ask(`${path}?q=${encodeURIComponent('Victor Hidden')}`)).page;
    expect(masked).not.toContain(colleagues);
    const found = (await agent.ask(`${path}?q=harbour`)).page;
    expect(found).toContain('aria-label="Choose Helen Harbour"');
    const form = (await agent.ask(`${path}?other=${person}`)).page;
    expect(form).toContain('What is Helen Harbour to Ocean Trade?');
    expect(form).not.toContain('value="subsidiary"');
    const fields = { action: 'save', kind: 'contact', role: 'Head of purchasing', primary: 'true' };
    const refused = await agent.send(form, path, { ...fields, role: 'x'.repeat(61) });
    expect([refused.status, refused.page.includes('id="role-violation"')]).toEqual([400, true]);
    expect((await agent.send(form, path, fields)).location).toBe(`${path}?done=saved`);
    const shown = (await agent.ask(`/desk/customers/${company}`)).page;
    expect(shown).toContain('Head of purchasing, First contact');

    const known = (await agent.ask(`${path}?other=${person}&kind=contact`)).page;
    expect(known).toContain('value="Head of purchasing"');
    expect(known).toMatch(/name="primary" value="true" checked/);
    const changed = { action: 'save', kind: 'contact', role: '' };
    expect((await agent.send(known, path, changed)).location).toBe(`${path}?done=saved`);
    const list = (await agent.ask(`${path}?done=saved`)).page;
    expect(list).toContain('The relation is saved.');
    expect(list).not.toContain('Head of purchasing');
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(list)?.[1] ?? '';
    const removal = { action: 'remove', other: person, kind: 'contact', version: hidden('version') };
    const gone = await agent.ask(path, { form: { ...removal, 'form-token': hidden('form-token') } });
    expect(gone.location).toBe(`${path}?done=removed`);
    expect((await agent.ask(path)).page).toContain('Related to nobody.');
  });

  it('of a second parent are refused in words of the desk', async () => {
    const [own, first, second] = [
      await create({ kind: 'company', name: 'Child Co' }),
      await create({ kind: 'company', name: 'First Parent' }),
      await create({ kind: 'company', name: 'Second Parent' }),
    ];
    await api.relations.putRelation({
      ...{ params: { customerId: own, kind: 'parent', otherId: first }, body: {} },
    });
    const manager = await signedIn('li.na');
    const path = `/desk/customers/${own}/relations`;
    const form = (await manager.ask(`${path}?other=${second}`)).page;
    const refused = await manager.send(form, path, { action: 'save', kind: 'parent', role: '' });
    expect(refused.status).toBe(409);
    expect(refused.page).toContain('There is another one already. Take that relation away first.');
    expect(refused.page).not.toContain(first);
  });

  it('are seen by whoever may not change them, without forms; and the profile names the lists', async () => {
    const id = await create({ name: 'Lena Listed' });
    const { body: list } = await api.lists.createList({ body: { name: 'Autumn fair' } });
    await api.lists.addMembers({ params: { listId: list.id }, body: { customerIds: [id] } });
    const analyst = await signedIn('zhao.wei');
    const { page, status } = await analyst.ask(`/desk/customers/${id}/relations?q=anybody`);
    expect(status).toBe(200);
    expect(page).not.toContain('method="post" action="/desk/customers');
    await cloud.idle();
    const profile = (await (await signedIn('wang.fang')).ask(`/desk/customers/${id}`)).page;
    expect(profile).toContain('<dt>Lists</dt><dd>Autumn fair</dd>');
  });
});
