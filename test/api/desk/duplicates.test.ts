/** The pages on which customers are put right: what to correct, and who is there twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

const signedIn = (person: string) => signedInAt(cloud.url, person);

async function create(body: Parameters<Api['customers']['createCustomer']>[0]['body']): Promise<string> {
  return (await api.customers.createCustomer({ body: { createAnyway: true, ...body } })).body.id;
}

/** The hidden fields of the form with this button. */
function formWith(page: string, button: string, about: string): Record<string, string> {
  const form = page.split('<form').find((each) => each.includes(button) && each.includes(about)) ?? '';
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? '';
  return hiddenFields(`<form${form}`, action);
}

describe('what to correct', () => {
  it('is listed by owner, taken over, or kept as it is', async () => {
    const id = await create({ name: 'DAVID BRIGHT', email: 'david@gmial.com', owner: 'wang.fang' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const list = await agent.ask('/desk/corrections');
    expect(list.page).toContain(`<a href="/desk/customers/${id}">DAVID BRIGHT</a>`);
    expect(list.page).toContain('Suggested: E-mail: david@gmail.com');
    expect((await (await signedIn('david.brown')).ask('/desk/corrections')).page).not.toContain(id);
    expect((await agent.ask(`/desk/customers/${id}`)).page).toContain(
      `href="/desk/corrections?customer=${id}"`,
    );

    const typo = formWith(list.page, 'value="take"', 'email-typo');
    const taken = await agent.ask('/desk/corrections', { form: { ...typo, action: 'take' } });
    expect([taken.status, taken.location]).toEqual([303, expect.stringContaining('done=taken')]);
    expect((await agent.ask(taken.location!)).page).not.toContain('gmial');
    // The button was pressed twice.
    expect((await agent.ask('/desk/corrections', { form: { ...typo, action: 'take' } })).status).toBe(303);
    expect((await api.customers.getCustomer({ params: { customerId: id } })).body.email).toBe(
      'david@gmail.com',
    );
    await cloud.idle();

    const one = `/desk/corrections?customer=${id}`;
    const shown = await agent.ask(one);
    const kept = await agent.ask('/desk/corrections', {
      form: { ...formWith(shown.page, 'value="keep"', 'name-case'), action: 'keep' },
    });
    expect(kept.location).toBe(`${one}&done=kept`);
    const after = (await agent.ask(kept.location!)).page;
    expect(after).toContain('Looked at, and right');
    expect(after).not.toContain('value="keep"');
    const colleague = await (await signedIn('david.brown')).ask(one);
    expect(colleague.status).toBe(404);
  });

  it('is not taken over where somebody has changed the customer since', async () => {
    const id = await create({ name: 'CAROL BRIGHT', email: 'carol@gmial.com', owner: 'wang.fang' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const { page } = await agent.ask(`/desk/corrections?customer=${id}`);
    await api.customers.patchCustomer(
      { params: { customerId: id }, body: { company: 'Elsewhere' } },
      { ifMatch: '*' },
    );
    const refused = await agent.ask('/desk/corrections', {
      form: { ...formWith(page, 'value="take"', 'email-typo'), action: 'take' },
    });
    expect(refused.status).toBe(412);
    expect(refused.page).toContain('It was changed in the meantime, the last time at');
  });
});

describe('customers who are there twice', () => {
  it('are compared, merged with what was chosen, and taken apart again', async () => {
    const one = await create({
      name: 'Agnes Skinner',
      birthday: '1950-03-03',
      email: 'agnes@example.com',
      stage: 'active',
      owner: 'wang.fang',
    });
    const other = await create({
      name: 'Agnes Skiner',
      birthday: '1950-03-03',
      phone: '+442071838750',
      stage: 'lost',
      owner: 'wang.fang',
    });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const list = (await agent.ask('/desk/duplicates')).page;
    expect(list).toContain('Agnes Skiner');
    expect(list).toContain('birthday same');
    const path = `/desk/customers/${one}/duplicates/${other}`;
    const pair = await agent.ask(path);
    expect(pair.page).toContain('name="fields.stage" value="survivor" checked');
    const chosen = { 'fields.stage': 'loser', 'fields.name': 'survivor' };
    const looked = await agent.send(pair.page, path, { ...chosen, action: 'look' });
    expect(looked.page.slice(looked.page.indexOf('id="result"'))).toContain('<dd>lost</dd>');
    expect(looked.page).toContain('name="fields.stage" value="loser" checked');
    const merged = await agent.send(looked.page, path, { ...chosen, action: 'merge' });
    expect([merged.status, merged.location]).toEqual([303, `/desk/customers/${one}?done=merged`]);
    expect((await api.customers.getCustomer({ params: { customerId: other } })).body).toMatchObject({
      id: one,
      name: 'Agnes Skinner',
      stage: 'lost',
      phone: '+442071838750',
    });
    const profile = await agent.ask(merged.location!);
    expect(profile.page).toContain('The two records are one customer now.');
    const undone = await agent.ask(`/desk/customers/${one}`, {
      form: { ...formWith(profile.page, 'value="undo"', other), action: 'undo' },
    });
    expect([undone.status, undone.location]).toEqual([303, `/desk/customers/${one}?done=undone`]);
    expect((await api.customers.getCustomer({ params: { customerId: other } })).body).toMatchObject({
      id: other,
      stage: 'lost',
    });
    expect((await api.customers.getCustomer({ params: { customerId: one } })).body).toMatchObject({
      id: one,
      stage: 'active',
    });
  });

  it('are not merged where one has changed since, and may be said to be two', async () => {
    const one = await create({ name: 'Edna Krabappel', birthday: '1955-03-03', owner: 'wang.fang' });
    const other = await create({ name: 'Edna Krabapel', birthday: '1955-03-03', owner: 'wang.fang' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${one}/duplicates/${other}`;
    const { page } = await agent.ask(path);
    await api.customers.patchCustomer(
      { params: { customerId: other }, body: { company: 'School' } },
      { ifMatch: '*' },
    );
    const refused = await agent.send(page, path, { action: 'merge' });
    expect(refused.status).toBe(412);
    expect(refused.page).toContain('School');
    const dismissed = await agent.ask(path, {
      form: { ...formWith(refused.page, 'value="dismiss"', 'form-token'), action: 'dismiss' },
    });
    expect(dismissed.location).toBe('/desk/duplicates?done=dismissed');
    expect((await agent.ask(path)).page).toContain('Somebody has said that these are two customers.');
  });

  it('are said to be two, several pairs at once', async () => {
    const twice = async (name: string, birthday: string) => [
      await create({ name, birthday, owner: 'wang.fang' }),
      await create({ name, birthday, owner: 'wang.fang' }),
    ];
    const pairs = [
      await twice('Lenny Leonard', '1961-04-04'),
      await twice('Carl Carlson', '1962-05-05'),
      await twice('Barney Gumble', '1963-06-06'),
    ];
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const list = await agent.ask('/desk/duplicates');
    const boxes = [...list.page.matchAll(/name="pair" value="([^"]*)"/g)].map(([, value = '']) => value);
    const boxOf = (ids: readonly string[]) => boxes.find((value) => ids.every((id) => value.includes(id)))!;
    const form = formWith(list.page, 'name="pair"', 'form-token');
    const sent = await agent.ask('/desk/duplicates', {
      form: { ...form, pair: [boxOf(pairs[0]!), boxOf(pairs[1]!)] },
    });
    expect([sent.status, sent.location]).toEqual([303, '/desk/duplicates?owner=me&done=several']);
    const after = (await agent.ask(sent.location!)).page;
    expect(after).toContain('The ticked pairs are not suggested any more.');
    expect(pairs.map(([id]) => after.includes(id!))).toEqual([false, false, true]);
    const none = await agent.ask('/desk/duplicates', { form });
    expect((await agent.ask(none.location!)).page).toContain('Tick the pairs first');
    const forged = await agent.ask('/desk/duplicates', { form: { ...form, pair: 'me you' } });
    expect(forged.status).toBe(400);
    expect(forged.page).toContain('Barney Gumble');
  });

  it('are taken for one from the probability on that managers set', async () => {
    const manager = await signedIn('li.na');
    const path = '/desk/duplicates/settings';
    const { page } = await manager.ask(path);
    const refused = await manager.send(page, path, { threshold: '101' });
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('id="threshold-violation"');
    const saved = await manager.send(page, path, { threshold: '85', checkOnCreate: 'true' });
    expect([saved.status, saved.location]).toEqual([303, `${path}?saved=1`]);
    // The button was pressed twice.
    expect((await manager.send(page, path, { threshold: '85', checkOnCreate: 'true' })).status).toBe(303);
    expect((await manager.send(page, path, { threshold: '90' })).status).toBe(412);
    expect((await api.duplicates.getDuplicateSettings()).body).toMatchObject({
      threshold: 85,
      checkOnCreate: true,
    });
    const again = (await manager.ask(saved.location!)).page;
    expect(again).toContain('Saved.');
    expect(again).toMatch(/name="checkOnCreate" value="true" checked/);
    const shown = (await (await signedIn('wang.fang')).ask(path)).page;
    expect(shown).toContain('85 %');
    expect(shown).not.toContain('name="threshold"');
    await manager.send(again, path, { threshold: '80', checkOnCreate: 'true' });
  });

  it('are compared by whoever may see and change both', async () => {
    const one = await create({ name: 'Maude Flanders', birthday: '1960-01-01', owner: 'wang.fang' });
    const other = await create({ name: 'Maud Flanders', birthday: '1960-01-01', owner: 'david.brown' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    const list = (await agent.ask('/desk/duplicates')).page;
    expect(list).toContain('not yours to see; ask David Brown');
    expect(list).not.toContain(`${one}/duplicates/${other}`);
    expect(list).not.toContain(`${one} ${other}`);
    expect((await agent.ask(`/desk/customers/${one}/duplicates/${other}`)).status).toBe(404);
    expect(
      (await (await signedIn('zhao.wei')).ask(`/desk/customers/${one}/duplicates/${other}`)).status,
    ).toBe(403);
  });
});
