/** The pages about customers: found, looked at, written down, changed by two at once, and merged. */
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

type NewCustomer = Parameters<Api['customers']['createCustomer']>[0]['body'];

async function create(body: NewCustomer): Promise<string> {
  return (await api.customers.createCustomer({ body })).body.id;
}

/** A form as it stands, with what a browser sends of its fields. */
function fieldsOf(page: string): Record<string, string> {
  const unescaped = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const inputs = [
    ...page.matchAll(
      /<input(?: class="text")?(?: type="date")?(?: type="hidden" name="([^"]+)")? value="([^"]*)"(?: id="([^"]+)")?/g,
    ),
  ];
  const areas = [...page.matchAll(/<textarea id="([^"]+)"[^>]*>\n([^<]*)<\/textarea>/g)];
  const selects = [...page.matchAll(/<select id="([^"]+)"[^>]*>(.*?)<\/select>/g)].map(
    ([, name, options = '']) => [name, /<option value="([^"]*)" selected>/.exec(options)?.[1] ?? ''],
  );
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name, value],
  );
  const texts = [
    ...inputs.map(([, , value, id]) => [id, value]),
    ...areas.map(([, name, value]) => [name, value]),
  ];
  return Object.fromEntries(
    [...hidden, ...texts, ...selects].flatMap(([name, value]) =>
      name === undefined ? [] : [[name, unescaped(value ?? '')]],
    ),
  ) as Record<string, string>;
}

describe('customers at the desk', () => {
  it('are found by a word, and listed where nothing is typed', async () => {
    const id = await create({ name: '欧阳明月', phone: '+8613911112222', owner: 'wang.fang' });
    await cloud.idle();
    const agent = await signedIn('wang.fang');
    for (const typed of ['欧阳', 'ouyang', '2222']) {
      const { page, status } = await agent.ask(`/desk/customers?q=${encodeURIComponent(typed)}`);
      expect([typed, status]).toEqual([typed, 200]);
      expect(page).toContain(`<a href="/desk/customers/${id}">欧阳明月</a>`);
    }
    expect((await agent.ask('/desk/customers')).page).toContain('欧阳明月');
    expect((await agent.ask('/desk/customers?q=nobodyatall')).page).toContain('Nobody was found.');
    const long = await agent.ask(`/desk/customers?q=${'a'.repeat(150)}`);
    expect(long.status).toBe(400);
    expect(long.page).toContain('id="q-violation"');
    const colleague = await signedIn('david.brown');
    const masked = (await colleague.ask('/desk/customers?q=ouyang')).page;
    expect(masked).toContain('欧*');
    expect(masked).not.toContain(id);
    expect(masked).toContain('Customers of colleagues are found by their whole name');
    const manager = (await (await signedIn('li.na')).ask('/desk/customers?q=ouyang')).page;
    expect(manager).not.toContain('Customers of colleagues');
  });

  it('are listed by owner, stage, tag and silence, kept as a view, looked through, exported, and forgotten', async () => {
    const tag = 'Messe 2026';
    const best = await create({ name: '司马云', stage: 'high-value', tags: [tag], owner: 'wang.fang' });
    await create({ name: '上官雨', stage: 'active', tags: [tag], owner: 'wang.fang' });
    await create({ name: '诸葛晴', stage: 'high-value', owner: 'david.brown' });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const press = (page: string, fields: Readonly<Record<string, string>>) => {
      const form = page.split('<form').find((each) => each.includes(`value="${fields.action}"`));
      const hidden = hiddenFields(`<form${form}`, '/desk/customers');
      return manager.ask('/desk/customers', { form: { ...hidden, ...fields } });
    };
    const list = async (query: string) => (await manager.ask(`/desk/customers?${query}`)).page;
    const named = (page: string) =>
      ['司马云', '上官雨', '诸葛晴'].filter((name) => page.includes(`>${name}<`));
    expect(named(await list('owner=wang.fang&stage=&tag=&quiet='))).toEqual(['司马云', '上官雨']);
    expect(named(await list('owner=wang.fang&stage=high-value'))).toEqual(['司马云']);
    expect(named(await list(`owner=all&tag=${encodeURIComponent(tag)}`))).toEqual(['司马云', '上官雨']);
    expect(named(await list('owner=david.brown&quiet=30'))).toEqual(['诸葛晴']);
    const wrong = await manager.ask('/desk/customers?stage=best&tag=x&quiet=soon');
    expect(wrong.status).toBe(400);
    expect(wrong.page).toContain('id="stage-violation"');
    expect(wrong.page).toContain('id="quiet-violation"');

    const chosen = await list('owner=wang.fang&stage=high-value');
    const nameless = await press(chosen, { action: 'keep', name: '' });
    expect([nameless.status, nameless.page.includes('id="name-violation"')]).toEqual([400, true]);
    const named_ = { action: 'keep', name: 'Best of Wang Fang', sharedWith: 'everybody' };
    const kept = await press(chosen, named_);
    expect([kept.status, kept.location]).toEqual([
      303,
      expect.stringMatching(/^\/desk\/customers\?view=view_/),
    ]);
    await cloud.idle();
    const view = await manager.ask(kept.location!);
    expect(view.page).toContain(`<a href="/desk/customers/${best}">司马云</a>`);
    expect(view.page).toContain('owner is &quot;wang.fang&quot; and stage is &quot;high value&quot;');
    const analyst = await signedIn('zhao.wei');
    const seen = await analyst.ask(kept.location!);
    expect(seen.page).toContain('司马云');
    expect(seen.page).not.toContain('value="forget"');

    const asked = await press(view.page, { action: 'export' });
    expect(asked.status).toBe(303);
    await cloud.idle();
    const done = await manager.ask(asked.location!);
    expect(done.page).toContain('Done: 1 found among');
    const link = /<a href="([^"]+)" download>/.exec(done.page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const csv = await (await fetch(link)).text();
    expect(csv.split('\r\n')[0]).toContain('name,');
    expect(csv).toContain('high value');
    expect(csv).toContain('司马云');

    const gone = await press(view.page, { action: 'forget' });
    expect([gone.status, gone.location]).toEqual([303, '/desk/customers']);
    expect((await manager.ask(kept.location!)).status).toBe(404);
  });

  it('are shown to whoever may see them, with what is known in their language', async () => {
    const id = await create({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      stage: 'high-value',
      lunarBirthday: { month: 8, day: 15 },
      address: { street: '1 St James Square', city: 'London', country: 'GB' },
      owner: 'wang.fang',
    });
    await cloud.idle();
    const { page } = await (await signedIn('wang.fang')).ask(`/desk/customers/${id}`);
    expect(page).toContain('<dt>Stage</dt><dd>high value</dd>');
    expect(page).toContain('month 8, day 15');
    expect(page).toContain('GB London 1 St James Square');
    expect(page).toContain('Customer created');
    expect((await (await signedIn('david.brown')).ask(`/desk/customers/${id}`)).status).toBe(404);
    const analyst = await (await signedIn('zhao.wei')).ask(`/desk/customers/${id}`);
    expect(analyst.page).not.toContain(`/desk/customers/${id}/edit`);
    expect(analyst.page).not.toContain('ada@example.com');
  });
});

describe('an address of the desk', () => {
  it('under which nothing is leads on to its parts, in words of the desk', async () => {
    for (const path of ['/desk/customer', '/desk/customers/no-customer/edit']) {
      const manager = await signedIn('li.na');
      const { page, status } = await manager.ask(path);
      expect([path, status >= 400]).toEqual([path, true]);
      expect(page).toContain('<a href="/desk/customers">Customers</a>');
      expect(page).not.toContain('mails');
    }
  });
});

describe('how complete a customer is', () => {
  it('is said with what is missing, and with what counts', async () => {
    const id = await create({ name: 'Olga Empty', kind: 'company', phone: '+8613911119876' });
    await cloud.idle();
    const { page } = await (await signedIn('li.na')).ask(`/desk/customers/${id}`);
    expect(page).toMatch(/\d+ % complete. Still empty: E-mail, /);
    const [, counts = ''] = /What counts for that<\/summary><p>([^<]*)/.exec(page) ?? [];
    expect(counts).toContain('Phone, E-mail');
    expect(counts).not.toContain('Birthday');
  });
});

describe('a contact at the desk', () => {
  it('is recorded, corrected and deleted, by a form of this session', async () => {
    const id = await create({ name: 'Grace Hopper', owner: 'wang.fang' });
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${id}`;
    const profile = await agent.ask(path);
    const contact = {
      action: 'record',
      channel: 'visit',
      direction: 'outbound',
      subject: 'Showed her the <new> line',
      text: 'Two\r\nlines',
      at: '2026-11-20T15:30',
    };
    const empty = await agent.send(profile.page, `${path}#record`, { ...contact, subject: '' });
    expect(empty.status).toBe(400);
    expect(empty.page).toContain('id="subject-violation"');
    expect(empty.page).toContain('Two\nlines');
    const forged = await agent.send(profile.page, `${path}#record`, { ...contact, 'form-token': 'x' });
    expect(forged.status).toBe(403);
    const taken = await agent.send(empty.page, `${path}#record`, contact);
    expect([taken.status, taken.location]).toEqual([303, `${path}?done=recorded#timeline`]);
    const { page } = await agent.ask(`${path}?done=recorded`);
    expect(page).toContain('The contact is recorded.');
    expect(page).toContain('Showed her the &lt;new&gt; line');
    const { body } = await api.customers.listTimeline({
      params: { customerId: id },
      query: { type: 'interaction' },
    });
    expect(body.items).toMatchObject([
      { at: '2026-11-20T07:30:00.000Z', data: { channel: 'visit', by: 'wang.fang', text: 'Two\nlines' } },
    ]);

    const corrections = `${path}/contacts/${body.items[0]?.id}`;
    expect(page).toContain(`href="${corrections}"`);
    const form = await agent.ask(corrections);
    const corrected = {
      action: 'save',
      channel: 'call',
      direction: 'inbound',
      subject: 'She called',
      text: '',
    };
    expect((await agent.send(form.page, corrections, { ...corrected, subject: ' ' })).page).toContain(
      'id="subject-violation"',
    );
    expect((await agent.send(form.page, corrections, corrected)).location).toBe(
      `${path}?done=corrected#timeline`,
    );
    // The button was pressed twice.
    expect((await agent.send(form.page, corrections, corrected)).location).toBe(
      `${path}?done=corrected#timeline`,
    );
    const [later] = (
      await api.customers.listTimeline({
        params: { customerId: id },
        query: { type: 'interaction.recorded' },
      })
    ).body.items;
    expect(later?.data).toMatchObject({ subject: 'She called', channel: 'call' });
    expect((await agent.ask(path)).page).toContain('Channel: Visit → Call');
    const colleague = await signedIn('david.brown');
    expect((await colleague.ask(corrections)).status).toBe(404);
    const again = await agent.ask(corrections);
    expect((await agent.send(again.page, corrections, { action: 'delete' })).location).toBe(
      `${path}?done=removed#timeline`,
    );
    expect((await agent.ask(path)).page).toContain('Contact deleted');
  });

  it('keeps its channel and direction while something else is corrected, whichever they are', async () => {
    const customerId = await create({ name: 'Hedy Lamarr' });
    const manager = await signedIn('li.na');
    for (const channel of ['call', 'sms', 'email', 'chat', 'visit', 'social', 'note'] as const) {
      const body = { channel, direction: 'internal', subject: `By ${channel}` } as const;
      const { body: contact } = await api.customers.recordInteraction({ params: { customerId }, body });
      const path = `/desk/customers/${customerId}/contacts/${contact.id}`;
      const form = { ...fieldsOf((await manager.ask(path)).page), action: 'save', text: 'More' };
      expect((await manager.ask(path, { form })).status).toBe(303);
      const params = { customerId, interactionId: contact.id };
      expect((await api.customers.getInteraction({ params })).body).toMatchObject({ ...body, text: 'More' });
    }
  });

  it('is found in the timeline by kind, channel and time, page by page', async () => {
    const customerId = await create({ name: 'Karen Jones', owner: 'wang.fang' });
    const wangFang = await cloud.as('wang.fang');
    for (let day = 1; day <= 25; day += 1)
      await wangFang.customers.recordInteraction({
        params: { customerId },
        body: {
          channel: day % 2 === 0 ? 'call' : 'chat',
          direction: 'inbound',
          subject: `Contact ${day}.`,
          at: `2026-10-${String(day).padStart(2, '0')}T04:00:00Z`,
        },
      });
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${customerId}`;
    const first = await agent.ask(path);
    const next =
      /<a rel="next" href="([^"]+)"/
        .exec(first.page)?.[1]
        ?.replaceAll('&amp;', '&')
        .replace('#timeline', '') ?? '';
    expect(first.page).not.toContain('Contact 1.');
    expect((await agent.ask(next)).page).toContain('Contact 1.');
    const chats = (await agent.ask(`${path}?type=interaction&via=chat&from=2026-10-03&to=2026-10-05`)).page;
    for (const [day, isThere] of [
      [2, false],
      [3, true],
      [4, false],
      [5, true],
      [7, false],
    ] as const)
      expect([day, chats.includes(`Contact ${day}.`)]).toEqual([day, isThere]);
  });
});

describe('the form of a customer', () => {
  it('creates one, says who has the number already, and creates nobody twice', async () => {
    const holder = await create({ name: '李雷', phone: '+8613812340001' });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const form = await manager.ask('/desk/customers/new');
    const typed = {
      ...fieldsOf(form.page),
      name: '李 雷',
      email: 'li@example.com',
      phone: '+8613812340001',
      tags: 'vip\r\n2026',
      otherEmails: 'a@example.com, 家里\r\nb@example.com',
      'address.city': '上海',
    };
    const taken = await manager.ask('/desk/customers/new', { form: typed });
    expect(taken.status).toBe(409);
    expect(taken.page).toContain('id="phone-violation"');
    expect(taken.page).toContain(`href="/desk/customers/${holder}"`);
    expect(taken.page).toContain('a@example.com, 家里');
    const created = await manager.ask('/desk/customers/new', {
      form: { ...fieldsOf(taken.page), phone: '', email: 'new@example.com' },
    });
    expect(created.status).toBe(303);
    const id = /customers\/(customer_\w+)/.exec(created.location!)![1]!;
    expect((await api.customers.getCustomer({ params: { customerId: id } })).body).toMatchObject({
      ...{
        name: '李 雷',
        email: 'new@example.com',
        tags: ['vip', '2026'],
        address: { city: '上海' },
        owner: 'li.na',
      },
      otherEmails: [{ email: 'a@example.com', label: '家里' }, { email: 'b@example.com' }],
    });
  });

  it('shows who is probably there already, and creates them anyway', async () => {
    const other = await create({ name: 'Theodora Winterbottom', birthday: '1980-05-05' });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const form = await manager.ask('/desk/customers/new');
    const typed = {
      ...fieldsOf(form.page),
      name: 'Theodora Winterbottom',
      email: 'theodora@example.com',
      birthday: '1980-05-05',
    };
    const alike = await manager.ask('/desk/customers/new', { form: typed });
    expect(alike.status).toBe(409);
    expect(alike.page).toContain(`<a href="/desk/customers/${other}">Theodora Winterbottom</a>`);
    expect(alike.page).toContain('name="anyway"');
    const created = await manager.ask('/desk/customers/new', {
      form: { ...fieldsOf(alike.page), anyway: 'true' },
    });
    expect(created.location).toMatch(/\/desk\/customers\/customer_\w+\?done=created/);
  });

  it('takes custom fields as their definitions say, with the reason at the field', async () => {
    await api.fields.createField({
      body: {
        name: 'level',
        label: { en: 'Level' },
        type: 'choice',
        options: [{ value: 'gold' }, { value: 'silver' }],
      },
    });
    await api.fields.createField({ body: { name: 'seats', label: { en: 'Seats' }, type: 'number' } });
    await api.fields.createField({
      body: { name: 'secret', label: { en: 'Margin' }, type: 'text', visibleTo: ['manager'] },
    });
    await api.fields.createField({ body: { name: 'old', label: { en: 'Old code' }, type: 'text' } });
    const customerId = await create({
      name: 'Octavia Hill',
      owner: 'wang.fang',
      custom: { secret: 'thirty percent', old: 'x-1' },
    });
    await api.fields.retireField({ params: { name: 'old' } });
    await cloud.advance({ duration: 'PT1M' });
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${customerId}`;
    const form = await agent.ask(`${path}/edit`);
    expect(form.page).toContain('for="custom.level"');
    expect(form.page).not.toContain('custom.secret"');
    expect(form.page).not.toContain('thirty percent');
    expect(form.page).not.toContain('for="custom.old"');
    const typed = {
      ...fieldsOf(form.page),
      'custom.level': 'gold',
      'custom.seats': 'many',
      birthday: '31.12.1990',
    };
    const refused = await agent.ask(`${path}/edit`, { form: typed });
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('id="birthday-violation"');
    expect(refused.page).toContain('value="31.12.1990"');
    const corrected = await agent.ask(`${path}/edit`, {
      form: { ...fieldsOf(refused.page), birthday: '--12-31' },
    });
    expect(corrected.status).toBe(400);
    expect(corrected.page).toContain('id="custom.seats-violation"');
    const saved = await agent.ask(`${path}/edit`, {
      form: { ...fieldsOf(corrected.page), 'custom.seats': '12' },
    });
    expect([saved.status, saved.location]).toEqual([303, `${path}?done=saved`]);
    const { page } = await agent.ask(path);
    expect(page).toContain('<dt>Level</dt><dd>gold</dd>');
    expect(page).toContain('Old code (not used any more)');
    expect((await api.customers.getCustomer({ params: { customerId } })).body).toMatchObject({
      ...{ birthday: '--12-31', custom: { level: 'gold', seats: 12, secret: 'thirty percent', old: 'x-1' } },
    });
  });

  it('takes numbers as people write them, days from a calendar, and has the fields of a kind only', async () => {
    await api.fields.createField({
      body: { name: 'contract_end', label: { en: 'Contract ends' }, type: 'date', appliesTo: 'company' },
    });
    await cloud.advance({ duration: 'PT1M' });
    const manager = await signedIn('li.na');
    const person = (await manager.ask('/desk/customers/new')).page;
    expect(person).not.toContain('custom.contract_end');
    expect(person).toContain('href="/desk/customers/new?kind=company"');
    expect(person).toMatch(/type="date" value="" id="birthday"/);
    const company = (await manager.ask('/desk/customers/new?kind=company')).page;
    expect(company).toMatch(/type="date" value="" id="custom.contract_end"/);
    expect(company).not.toContain('id="birthday"');
    const made = await manager.ask('/desk/customers/new', {
      form: { ...fieldsOf(company), name: 'Harbour Works', 'custom.contract_end': '2027-03-31' },
    });
    expect(made.location).toMatch(/done=created$/);

    const typed = { ...fieldsOf(person), name: 'Rosa Dial', timeZone: 'Asia/Shanghai' };
    const wrong = await manager.ask('/desk/customers/new', { form: { ...typed, phone: '138 12' } });
    expect(wrong.page).toContain('no country has such a number; write it with the country');
    const dialled = {
      ...{ phone: '138 1234 9999', otherPhones: '(010) 6552 9988, work\r\n+44 20 7946 0958' },
      ...{ birthday: '1990-12-30', 'birthday.yearless': 'true' },
    };
    const created = await manager.ask('/desk/customers/new', { form: { ...typed, ...dialled } });
    const customerId = /customers\/(customer_\w+)/.exec(created.location ?? '')?.[1] ?? '';
    const params = { customerId };
    expect((await api.customers.getCustomer({ params })).body).toMatchObject({
      phone: '+8613812349999',
      otherPhones: [{ phone: '+861065529988', label: 'work' }, { phone: '+442079460958' }],
      birthday: '--12-30',
    });
    const path = `/desk/customers/${customerId}/edit`;
    const form = (await manager.ask(path)).page;
    expect(form).toMatch(/type="date" value="2000-12-30" id="birthday"/);
    expect(form).toMatch(/name="birthday.yearless" value="true" checked/);
    const berlin = {
      ...fieldsOf(form),
      'birthday.yearless': 'true',
      'address.country': 'DE',
      phone: '030 901820',
    };
    expect((await manager.ask(path, { form: berlin })).location).toContain('done=saved');
    expect((await api.customers.getCustomer({ params })).body).toMatchObject({
      ...{ phone: '+4930901820', birthday: '--12-30' },
    });
  });

  it('shows what somebody else has changed meanwhile, and undoes nothing of it', async () => {
    const customerId = await create({
      name: 'Emmy Noether',
      company: 'Erlangen',
      stage: 'new',
      owner: 'wang.fang',
    });
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${customerId}`;
    const form = await agent.ask(`${path}/edit`);
    await api.customers.patchCustomer(
      { params: { customerId }, body: { company: 'Göttingen', stage: 'active' } },
      { ifMatch: '*' },
    );
    const typed = { ...fieldsOf(form.page), name: 'Amalie Emmy Noether', stage: 'high-value' };
    const conflict = await agent.ask(`${path}/edit`, { form: typed });
    expect(conflict.status).toBe(412);
    expect(conflict.page).toContain('Company is now: Göttingen');
    expect(conflict.page).toContain('Stage was changed to: active');
    expect(conflict.page).toContain('value="Amalie Emmy Noether"');
    const saved = await agent.ask(`${path}/edit`, { form: fieldsOf(conflict.page) });
    expect(saved.location).toBe(`${path}?done=saved`);
    const { body } = await api.customers.getCustomer({ params: { customerId } });
    expect(body).toMatchObject({ name: 'Amalie Emmy Noether', company: 'Göttingen', stage: 'high-value' });
    // The same form once more: all is as it asks.
    expect((await agent.ask(`${path}/edit`, { form: typed })).status).toBe(303);
    expect(
      (await agent.ask(`${path}/edit`, { form: fieldsOf((await agent.ask(`${path}/edit`)).page) })).location,
    ).toBe(`${path}?done=unchanged`);
  });

  it('is for whoever may change customers', async () => {
    const id = await create({ name: 'Somebody', owner: 'wang.fang' });
    const analyst = await signedIn('zhao.wei');
    expect((await analyst.ask('/desk/customers/new')).status).toBe(403);
    expect((await analyst.ask(`/desk/customers/${id}/edit`)).status).toBe(403);
    expect((await (await signedIn('david.brown')).ask(`/desk/customers/${id}/edit`)).status).toBe(404);
  });
});
