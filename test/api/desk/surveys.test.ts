/** Surveys and campaigns at the desk: from a ready questionnaire to a campaign that runs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt, untouchedForm } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let survey: string;
let campaign: string;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const api = await cloud.as('li.na');
  await api.customers.createCustomer({ body: { name: 'Ada', email: 'ada@example.com', language: 'en' } });
  await cloud.idle();
  manager = await signedInAt(cloud.url, 'li.na');
});
afterAll(() => cloud?.close());

it('begins a survey from a ready questionnaire, once', async () => {
  const { page } = await manager.ask('/desk/surveys');
  expect(page).toContain('There are no surveys yet.');
  const unsaid = await manager.send(page, '/desk/surveys', { template: '' });
  expect([unsaid.status, unsaid.page.includes('id="template-violation"')]).toEqual([400, true]);
  const fields = { template: 'post-purchase', name: 'After <purchase>' };
  const made = await manager.send(page, '/desk/surveys', fields);
  const again = await manager.send(page, '/desk/surveys', fields);
  survey = made.location!;
  expect([made.status, again.location]).toEqual([303, survey]);
  const shown = (await manager.ask(survey)).page;
  expect(shown).toContain('After &lt;purchase&gt;');
  expect(shown).toContain('recommendation, 0 to 10');
  expect(shown).not.toContain('/desk/campaigns/new?surveyId=');
  expect((await manager.ask('/desk/surveys')).page).toContain(`href="${survey}"`);
});

it('tells how many places for answers are taken', async () => {
  const api = await cloud.as('li.na');
  const questions = [
    ...newSurvey.questions,
    {
      ...{ id: 'age', kind: 'single-choice', required: false, text: { 'zh-CN': '年龄？', en: 'How old?' } },
      choices: [
        { id: 'young', text: { 'zh-CN': '30 以下', en: 'Under 30' } },
        { id: 'old', text: { 'zh-CN': '30 以上', en: '30 and over' } },
      ],
    },
  ];
  const ending = { 'zh-CN': '谢谢，已满。', en: 'Thanks, we have enough.' };
  const when = [
    { op: 'is', question: 'age', values: ['young'] },
    { op: 'between', question: 'recommend', to: 6 },
  ];
  const quotas = [
    { id: 'everybody', maximum: 300 },
    { id: 'young-ones', maximum: 20, when, ending },
  ];
  const body = { ...newSurvey, questions, quotas };
  const { body: made } = await api.surveys.createSurvey({ body: structuredClone(body) as never });
  const { page } = await manager.ask(`/desk/surveys/${made.id}`);
  const words = page.replaceAll(/<[^>]+>/g, ' ');
  expect(words).toMatch(/everybody\s+all\s+0\s+300\s+open\s+the usual words/);
  expect(words).toMatch(
    /young-ones\s+“How old\?”: Under 30; “How likely[^”]+”: at most 6\s+0\s+20\s+open\s+Thanks, we have enough\./,
  );
  await api.surveys.patchSurvey(
    { params: { surveyId: made.id }, body: { status: 'archived' } },
    { ifMatch: '*' },
  );
  expect((await manager.ask(survey)).page).not.toContain('Places for answers');
});

it('makes a link behind which a draft can be tried', async () => {
  const { page } = await manager.ask(survey);
  const ready = await manager.send(page, survey, { preview: 'en' });
  const [, link = ''] = /href="([^"]+\/s\/[^"]+)">Open the preview/.exec(ready.page) ?? [];
  const tried = await fetch(link);
  expect([ready.status, tried.status]).toEqual([200, 200]);
});

it('asks before a survey is archived, and names what that ends', async () => {
  const api = await cloud.as('li.na');
  const { body: used } = await api.surveys.createSurvey({
    body: { ...structuredClone(newSurvey), name: 'Asked <weekly>', status: 'open' } as never,
  });
  const params = { surveyId: used.id };
  const { body: weekly } = await api.campaigns.createCampaign({
    body: {
      ...{ surveyId: used.id, name: 'Every <week>' },
      schedule: { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' },
    },
  });
  const { body: poster } = await api.collectors.createCollector({ params, body: { name: 'Poster' } });
  await cloud.idle();
  const path = `/desk/surveys/${used.id}`;
  const { page } = await manager.ask(path);
  expect(page).toContain(`<a href="${path}/archive">Archive</a>`);
  expect(page).not.toContain('value="archived"');
  const { page: asked } = await manager.ask(`${path}/archive`);
  expect(asked).toContain('<h1>Archive “Asked &lt;weekly&gt;”?</h1>');
  expect(asked).toContain(`<a href="/desk/campaigns/${weekly.id}">Every &lt;week&gt;</a>`);
  expect(asked).toContain(`<a href="${path}?collector=${poster.id}">Poster</a>`);
  expect(asked).toContain(
    '<dt>Followed-up answers of late that wait for the next answer to it</dt><dd>0</dd>',
  );
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  expect((await analyst.ask(`${path}/archive`)).status).toBe(403);
  const stale = await manager.send(asked, path, { status: 'archived', version: '9' });
  expect(stale.status).toBe(412);
  const sent = await manager.send(asked, path, { status: 'archived' });
  expect(sent.location).toBe(`${path}?done=archived`);
  await cloud.idle();
  const { page: campaigns } = await manager.ask('/desk/campaigns');
  expect(campaigns).toContain(`<a href="${path}">Asked &lt;weekly&gt;</a>`);
});

it('opens, copies and archives a survey, and says when it was changed meanwhile', async () => {
  const { page } = await manager.ask(survey);
  const opened = await manager.send(page, survey, { status: 'open' });
  expect((await manager.ask(opened.location!)).page).toContain('Done: the survey is open.');
  expect((await manager.send(page, survey, { status: 'closed' })).status).toBe(412);
  const copied = await manager.send(page, survey, { action: 'copy', name: 'In the shops' });
  const copy = await manager.ask(copied.location!);
  expect(copy.page).toContain('<h1>In the shops</h1>');
  await manager.send(copy.page, copied.location!, { status: 'archived' });
  expect((await manager.ask('/desk/surveys?archived=true')).page).toContain('In the shops');
  expect((await manager.ask('/desk/surveys')).page).not.toContain('In the shops');
});

it('makes a link for anybody with its code, closes it and opens it again', async () => {
  const { page } = await manager.ask(survey);
  const nameless = await manager.send(page, survey, { action: 'collect', name: '', channel: 'qr' });
  expect([nameless.status, nameless.page.match(/id="name-violation"/g)]).toEqual([
    400,
    ['id="name-violation"'],
  ]);
  const fields = { action: 'collect', name: 'Poster <at> the till', channel: 'qr', place: 'Store 12' };
  const { location = '' } = await manager.send(page, survey, fields);
  const made = (await manager.ask(location)).page;
  expect(made).toContain('<h3>Poster &lt;at&gt; the till</h3>');
  const [, link = ''] = /<dt>Address<\/dt><dd><a href="([^"]+)"/.exec(made) ?? [];
  expect((await fetch(link)).status).toBe(200);
  const [, svg = ''] = /href="data:image\/svg\+xml;base64,([^"]+)" download=/.exec(made) ?? [];
  expect(Buffer.from(svg, 'base64').toString()).toContain('<svg');
  expect(made).toMatch(/href="data:image\/png;base64,[^"]+" download=/);
  expect(made).toMatch(/data-head="Place">Store 12<[\s\S]*?data-head="State">open</);
  const collector = /collector=(\w+)/.exec(location)![1]!;
  for (const [status, shown] of [
    ['closed', 'closed'],
    ['open', 'open'],
  ] as const) {
    const before = (await manager.ask(location)).page;
    const row = before.slice(before.indexOf('<td data-head="Action">'));
    const version = /name="version" value="(\d+)"/.exec(row)![1]!;
    const form = { collector, version, 'collector.status': status };
    expect((await manager.send(before, survey, form)).status).toBe(303);
    expect((await manager.ask(location)).page).toContain(`<dt>State</dt><dd>${shown}</dd>`);
  }
  expect((await manager.ask(`${survey}?collector=collector_nonsense`)).status).toBe(200);
});

it('bounds a link for anybody by time and number, changes these, and deletes it', async () => {
  const api = await cloud.as('li.na');
  const { page } = await manager.ask(survey);
  const fields = {
    ...{ action: 'collect', name: 'On <receipts>', channel: 'link', language: 'en' },
    ...{ startsAt: '2026-12-01T09:00', endsAt: '2026-12-31T18:00', maximum: '50', perHour: '20' },
  };
  const wrong = await manager.send(page, survey, { ...fields, maximum: 'many', perHour: '0' });
  expect([wrong.status, wrong.page.includes('value="many"')]).toEqual([400, true]);
  for (const name of ['maximum', 'perHour'])
    expect(wrong.page, name).toMatch(new RegExp(`id="${name}-violation">[^<]+`));
  const early = await manager.send(page, survey, { ...fields, endsAt: '2026-11-30T18:00' });
  expect(early.page).toMatch(/id="endsAt-violation">must come after the start/);
  const { location = '' } = await manager.send(page, survey, fields);
  const collectorId = /collector=(\w+)/.exec(location)![1]!;
  const read = async () => (await api.collectors.getCollector({ params: { collectorId } })).body;
  const made = await read();
  expect(made).toMatchObject({
    ...{ startsAt: '2026-12-01T01:00:00.000Z', endsAt: '2026-12-31T10:00:00.000Z' },
    ...{ language: 'en', maximum: 50, perHour: 20 },
  });
  const shown = (await manager.ask(location)).page;
  for (const text of ['not open yet', '1 Dec 2026, 09:00', '31 Dec 2026, 18:00', '0 of 50 at most'])
    expect(shown).toContain(text);
  expect(await (await fetch(`${made.link}?lang=en`)).text()).toContain('This survey has not begun');

  const path = `${survey}/collectors/${collectorId}/change`;
  expect(shown).toContain(`href="${path}"`);
  const withSeconds = { endsAt: '2026-12-31T10:00:30.000Z' };
  await api.collectors.patchCollector({ params: { collectorId }, body: withSeconds }, { ifMatch: '*' });
  const { page: form } = await manager.ask(path);
  const untouched = untouchedForm(form, path);
  const same = await manager.send(form, path, untouched);
  expect(same.location).toBe(`${survey}?collector=${collectorId}&unchanged=1`);
  const none = await manager.send(form, path, { ...untouched, name: ' ', perHour: '' });
  expect(none.status).toBe(400);
  for (const name of ['name', 'perHour'])
    expect(none.page, name).toMatch(new RegExp(`id="${name}-violation">[^<]+`));
  const moved = {
    ...untouched,
    name: 'On receipts',
    startsAt: '',
    maximum: '',
    language: '',
    place: 'Till 3',
  };
  for (const sent of [await manager.send(form, path, moved), await manager.send(form, path, moved)])
    expect(sent.location).toBe(`${survey}?collector=${collectorId}&changed=1`);
  const changed = await read();
  expect(changed).toMatchObject({ ...withSeconds, name: 'On receipts', place: 'Till 3', perHour: 20 });
  for (const field of ['startsAt', 'maximum', 'language']) expect(changed).not.toHaveProperty(field);
  expect((await fetch(made.link)).status).toBe(200);
  const stale = await manager.send(form, path, { ...moved, name: 'Too late' });
  expect([stale.status, stale.page.includes('It was changed in the meantime, ')]).toEqual([412, true]);

  const deletion = `${survey}/collectors/${collectorId}/delete`;
  const { page: asked } = await manager.ask(deletion);
  expect(asked).toContain('The answers that came by it stay.');
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  const seen = (await analyst.ask(location)).page;
  for (const form of [path, deletion]) {
    expect(seen).not.toContain(form);
    expect([form, (await analyst.ask(form)).status]).toEqual([form, 403]);
    expect([form, (await analyst.send(seen, form, moved)).status]).toEqual([form, 403]);
  }
  const old = await manager.send(asked, deletion, { version: String(made.version) });
  expect([old.status, (await read()).version]).toEqual([412, changed.version]);
  for (const sent of [await manager.send(asked, deletion), await manager.send(asked, deletion)])
    expect(sent.location).toBe(`${survey}?deleted=1`);
  expect((await manager.ask(`${survey}?deleted=1`)).page).toContain('The link is deleted.');
  const gone = await manager.ask(`${survey}?collector=${collectorId}`);
  expect([gone.status, gone.page.includes('The link that you have asked for is not there')]).toEqual([
    200,
    true,
  ]);
  await expect(read()).rejects.toMatchObject({ status: 404 });
  expect((await fetch(made.link)).status).toBe(404);
});

it('creates a campaign, and says at the field what is wrong', async () => {
  const path = `/desk/campaigns/new?surveyId=${survey.split('/').at(-1)}`;
  const { page } = await manager.ask(path);
  expect(page).toMatch(/<option value="survey_\w+" selected>/);
  const action = '/desk/campaigns/new';
  const fields = {
    ...{ surveyId: survey.split('/').at(-1)!, name: 'Every Tuesday', rhythm: 'weekly' },
    ...{ 'schedule.at': '2026-11-24T09:30', 'schedule.timeZone': 'Asia/Shanghai' },
    ...{ channel: 'email', expiresAfterDays: '14', 'audience.sample.percent': '50', remindAfterDays: '3' },
  };
  const wrong = await manager.send(page, action, {
    ...{ ...fields, name: '', rhythm: 'once', 'schedule.at': '', expiresAfterDays: 'many' },
    remindAfterDays: 'few',
  });
  expect(wrong.status).toBe(400);
  for (const name of ['name', 'schedule.at', 'expiresAfterDays', 'remindAfterDays'])
    expect(wrong.page, name).toContain(`id="${name}-violation"`);
  const made = await manager.send(page, action, fields);
  expect(made.status).toBe(303);
  campaign = made.location!;
  await cloud.idle();
  const shown = (await manager.ask(campaign)).page;
  expect(shown).toContain('every Tuesday at 09:30 (Asia/Shanghai)');
  expect(shown).toContain('every customer; random sample of 50 of a hundred');
  expect(shown).toContain('24 Nov 2026, 09:30');
  expect(shown).toContain('It has not gone out yet.');
  expect(shown).toMatch(/is reminded, once, after so many days[\s\S]*?3 days/);
  const kept = await (await cloud.as('li.na')).campaigns.getCampaign({
    params: { campaignId: campaign.split('/').at(-1)! },
  });
  expect(kept.body.remindAfterDays).toBe(3);
});

it('foresees ten runs and whom they would reach', async () => {
  const { page } = await manager.ask(`${campaign}?foresee=1`);
  expect(page.match(/<li><time /g)).toHaveLength(10);
  expect(page).toContain('Whom a run would reach');
});

it('creates one that an event triggers, between two moments, for whom a filter means', async () => {
  const api = await cloud.as('li.na');
  await api.customers.createCustomer({ body: { name: 'Vip', tags: ['vip'], stage: 'active' } });
  await cloud.idle();
  const action = '/desk/campaigns/new';
  const { page } = await manager.ask(action);
  expect(page).toContain('<option value="reached=true">a call was closed: spoken with: yes</option>');
  const fields = {
    ...{ surveyId: survey.split('/').at(-1)!, name: 'After calls', rhythm: 'event' },
    ...{ 'trigger.on': 'callback.completed', 'trigger.when': 'reached=true', 'trigger.afterDays': '1' },
    ...{ 'schedule.timeZone': 'Asia/Shanghai', startsAt: '2026-11-25T09:00', endsAt: '2026-12-25T09:00' },
    ...{ channel: 'email', 'audience.tag': 'vip', 'audience.stage': 'active' },
  };
  const wrong = await manager.send(page, action, { ...fields, 'trigger.on': '', endsAt: '2026-11-24T09:00' });
  expect([wrong.status, wrong.page.includes('id="trigger.on-violation"')]).toEqual([400, true]);
  const early = await manager.send(page, action, { ...fields, endsAt: '2026-11-24T09:00' });
  expect([early.status, early.page.includes('id="endsAt-violation"')]).toEqual([400, true]);
  const { location = '' } = await manager.send(page, action, fields);
  const shown = (await manager.ask(location)).page;
  expect(shown).toContain('1 day after a call was closed, spoken with: yes');
  expect(shown).toContain('25 Nov 2026, 09:00');
  expect(shown).toContain('Nobody knows when: it asks whom the event happens to.');
  for (const text of ['Run now', 'the next ten runs']) expect(shown).not.toContain(text);
  expect(shown).toContain('Foresee whom it may ask');
  const made = await api.campaigns.getCampaign({ params: { campaignId: location.split('/').at(-1)! } });
  expect(made.body).toMatchObject({
    startsAt: '2026-11-25T01:00:00.000Z',
    trigger: { on: 'callback.completed', when: { reached: 'true' }, afterDays: 1, oncePerDays: 30 },
    audience: {
      filter: {
        and: [
          { field: 'stage', op: 'eq', value: 'active' },
          { field: 'tags', op: 'contains', value: 'vip' },
        ],
      },
    },
  });
});

it('shows a campaign in its form as it is, and changes nothing of what is left so', async () => {
  const api = await cloud.as('li.na');
  const surveyId = survey.split('/').at(-1)!;
  const weekly = { cron: '0 9 ? * MON *', timeZone: 'Europe/London' };
  const beyondTheForm = {
    or: [
      { field: 'stage', op: 'eq', value: 'active' },
      { not: { field: 'tags', op: 'contains', value: 'no' } },
    ],
  };
  const bodies = [
    { schedule: weekly },
    { schedule: weekly, startsAt: '2026-12-01T00:00:30.000Z', endsAt: '2027-03-01T00:00:00.000Z' },
    // Clocks show this hour twice, and this is the second.
    { schedule: { ...weekly, cron: '30 9 * * ? *' }, endsAt: '2027-10-31T01:30:00.000Z' },
    {
      schedule: { ...weekly, cron: '30 9 31 * ? *' },
      audience: { kind: 'filter', filter: beyondTheForm, excludeAskedWithinDays: 30 },
    },
    {
      schedule: { rate: '7 days', timeZone: 'Asia/Shanghai' },
      audience: { kind: 'all', sample: { count: 20, seed: 'autumn "26"' } },
    },
    { schedule: { ...weekly, cron: '0 9 ? JAN-JUN MON#1 *' }, remindAfterDays: 5 },
    { schedule: { at: '2027-01-11T09:00', timeZone: 'Asia/Shanghai' }, expiresAfterDays: 10 },
    {
      trigger: { on: 'callback.completed', when: { reached: 'true', reason: 'plan' }, afterHours: 5 },
      startsAt: '2026-12-01T00:00:00.000Z',
    },
    {
      trigger: { on: 'customer.created', oncePerDays: 90 },
      audience: { kind: 'filter', filter: { field: 'language', op: 'eq', value: 'en' } },
    },
  ];
  for (const [index, body] of bodies.entries()) {
    const { body: made } = await api.campaigns.createCampaign({
      body: { surveyId, name: `No. ${index}`, ...body } as never,
    });
    const path = `/desk/campaigns/${made.id}/change`;
    const { page } = await manager.ask(path);
    const sent = await manager.send(page, path, untouchedForm(page, path));
    expect([index, sent.location]).toEqual([index, `/desk/campaigns/${made.id}?done=unchanged`]);
    const renamed = await manager.send(page, path, { ...untouchedForm(page, path), name: 'Another name' });
    expect([index, renamed.status]).toEqual([index, 303]);
    const { body: kept } = await api.campaigns.getCampaign({ params: { campaignId: made.id } });
    const { version, updatedAt, schedulingState, warnings, ...rest } = made;
    expect(kept).toMatchObject({ ...rest, version: version + 1, name: 'Another name' });
    await api.campaigns.deleteCampaign({ params: { campaignId: made.id } }, { ifMatch: '*' });
  }
});

it('changes when a campaign goes out and to whom, and says beside each field what is wrong with it', async () => {
  const api = await cloud.as('li.na');
  const params = { campaignId: campaign.split('/').at(-1)! };
  const { body: before } = await api.campaigns.getCampaign({ params });
  const path = `${campaign}/change`;
  expect((await manager.ask(campaign)).page).toContain(`href="${path}"`);
  const { page } = await manager.ask(path);
  const shown = untouchedForm(page, path);
  expect(shown).toMatchObject({
    ...{ name: 'Every Tuesday', rhythm: 'weekly', 'schedule.at': '2026-11-24T09:30', startsAt: '' },
    ...{ 'audience.sample.percent': '50', expiresAfterDays: '14', remindAfterDays: '3' },
  });
  expect(page).not.toContain('whenever something happens to a customer');
  const wrong = await manager.send(page, path, {
    ...{ ...shown, name: '', 'schedule.at': '', endsAt: '2026-11-20T09:00', expiresAfterDays: '' },
    ...{ remindAfterDays: 'few', 'audience.sample.count': '20', 'audience.tag': 'nobody <has> it' },
  });
  expect([wrong.status, wrong.page.includes('nobody &lt;has&gt; it')]).toEqual([400, true]);
  for (const name of [
    'name',
    'schedule.at',
    'expiresAfterDays',
    'remindAfterDays',
    'audience.sample.percent',
  ])
    expect(wrong.page, name).toMatch(new RegExp(`id="${name}-violation">[^<]+`));
  const past = await manager.send(page, path, { ...shown, endsAt: '2026-11-20T09:00' });
  expect(past.page).toMatch(/id="endsAt-violation">[^<]*must lie ahead/);
  const nobody = await manager.send(page, path, { ...shown, 'audience.tag': 'unheard-of' });
  expect(nobody.page).toMatch(/id="audience.tag-violation">[^<]*matches no customer at present/);
  const moved = {
    ...{ ...shown, name: 'Every <Wednesday>', 'schedule.at': '2026-12-02T10:00', endsAt: '2027-12-01T00:00' },
    ...{ 'audience.sample.percent': '', 'audience.tag': 'vip', remindAfterDays: '' },
  };
  for (const sent of [await manager.send(page, path, moved), await manager.send(page, path, moved)])
    expect(sent.location).toBe(`${campaign}?done=change&foresee=1`);
  const { page: changed } = await manager.ask(`${campaign}?done=change&foresee=1`);
  expect(changed).toContain('The campaign is changed.');
  expect(changed).toContain('every Wednesday at 10:00 (Asia/Shanghai)');
  expect(changed).toMatch(/<li><time datetime="2026-12-02T02:00:00.000Z">2 Dec 2026, 10:00/);
  expect(changed).toContain('Whom a run would reach');
  const { body: after } = await api.campaigns.getCampaign({ params });
  expect(after).toMatchObject({
    ...{ version: before.version + 1, name: 'Every <Wednesday>', expiresAfterDays: 14 },
    ...{ startsAt: '2026-12-02T02:00:00.000Z', endsAt: '2027-11-30T16:00:00.000Z' },
    audience: { kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'vip' } },
  });
  expect(after).not.toHaveProperty('remindAfterDays');
  const stale = await manager.send(page, path, { ...moved, name: 'Too late' });
  expect([stale.status, stale.page.includes('It was changed in the meantime, ')]).toEqual([412, true]);
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  expect((await analyst.ask(path)).status).toBe(403);
  expect((await analyst.ask(campaign)).page).not.toContain(path);
  const own = (await analyst.ask(campaign)).page;
  expect((await analyst.send(own, path, moved)).status).toBe(403);
});

it('keeps whom a campaign means where the form has no fields for that, and asks the few more that are typed', async () => {
  const api = await cloud.as('li.na');
  const filter = {
    or: [
      { field: 'tags', op: 'contains', value: 'vip' },
      { field: 'stage', op: 'eq', value: 'lost' },
    ],
  };
  const { body: made } = await api.campaigns.createCampaign({
    body: {
      ...{ surveyId: survey.split('/').at(-1)!, name: 'Some or others' },
      schedule: { at: '2027-01-11T09:00', timeZone: 'Asia/Shanghai' },
      audience: { kind: 'filter', filter },
    },
  });
  const path = `/desk/campaigns/${made.id}/change`;
  const change = async (fields: object) => {
    const { page } = await manager.ask(path);
    expect((await manager.send(page, path, { ...untouchedForm(page, path), ...fields })).status).toBe(303);
    return (await api.campaigns.getCampaign({ params: { campaignId: made.id } })).body.audience;
  };
  expect((await manager.ask(path)).page).toMatch(/<option value="keep" selected>as now: [^<]*vip/);
  expect(await change({ 'audience.excludeAskedWithinDays': '60' })).toEqual({
    kind: 'filter',
    filter,
    excludeAskedWithinDays: 60,
  });
  const more = { field: 'stage', op: 'eq', value: 'active' };
  expect(await change({ 'audience.stage': 'active' })).toMatchObject({ filter: { and: [filter, more] } });
  expect(await change({ 'audience.listId': '', 'audience.excludeAskedWithinDays': '' })).toEqual({
    kind: 'all',
  });
});

it('sets a campaign going again that is finished, and changes nothing of one that was stopped', async () => {
  const api = await cloud.as('li.na');
  const { body: made } = await api.campaigns.createCampaign({
    body: {
      ...{ surveyId: survey.split('/').at(-1)!, name: 'Too soon' },
      schedule: { at: '2027-01-11T09:00', timeZone: 'Asia/Shanghai' },
    },
  });
  const params = { campaignId: made.id };
  const read = async () => (await api.campaigns.getCampaign({ params })).body;
  const path = `/desk/campaigns/${made.id}/change`;
  const soon = {
    endsAt: '2026-11-23T02:30:00.000Z',
    schedule: { at: '2026-11-23T10:20', timeZone: 'Asia/Shanghai' },
  };
  await api.campaigns.patchCampaign({ params, body: soon }, { ifMatch: '*' });
  await cloud.idle();
  await cloud.advance({ duration: 'PT1H' });
  manager = await signedInAt(cloud.url, 'li.na');
  const { page } = await manager.ask(path);
  expect(page).toContain('It is finished: another time, or a later end, sets it going again.');
  const later = { ...untouchedForm(page, path), 'schedule.at': '2027-01-12T09:00', endsAt: '' };
  const set = await manager.send(page, path, later);
  expect([set.status, (await read()).status]).toEqual([303, 'active']);
  const { page: open } = await manager.ask(path);
  await api.campaigns.patchCampaign({ params, body: { status: 'stopped' } }, { ifMatch: '*' });
  const sent = await manager.send(open, path, { ...untouchedForm(open, path), name: 'In vain' });
  expect([sent.status, sent.page.includes('<h1>Too soon</h1>')]).toEqual([412, true]);
  const { page: stopped } = await manager.ask(path);
  expect(stopped).toContain('It was stopped for good, so nothing of it can be changed any more.');
  expect(stopped).not.toContain(path);
});

it('runs it at once, pauses, resumes and stops it', async () => {
  const { page } = await manager.ask(campaign);
  const ran = await manager.send(page, campaign, { action: 'run' });
  expect((await manager.ask(ran.location!)).page).toContain('A run begins within seconds.');
  await cloud.idle();
  const ranTo = (await manager.ask(campaign)).page;
  expect(ranTo).toMatch(/data-head="Progress">gone out</);
  expect(ranTo).toMatch(/data-head="Reminded">0</);
  for (const [status, said] of [
    ['paused', 'paused'],
    ['active', 'active'],
    ['stopped', 'stopped'],
  ] as const) {
    const before = (await manager.ask(campaign)).page;
    const done = await manager.send(before, campaign, { status });
    expect([done.status, status]).toEqual([303, status]);
    expect((await manager.ask(done.location!)).page).toContain(`Done: the campaign is ${said}.`);
  }
  const stopped = (await manager.ask(campaign)).page;
  expect(stopped).not.toContain('Stop for good');
  // Nothing is coming, and what has gone out is told by the clocks of its zone.
  expect(stopped).toContain('Times in Asia/Shanghai.');
});

it('counts as invited whom the results count, and nobody who was skipped', async () => {
  const api = await cloud.as('li.na');
  const { body: asked } = await api.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  await api.surveys.patchSurvey(
    { params: { surveyId: asked.id }, body: { status: 'open' } },
    { ifMatch: '*' },
  );
  const tags = ['funnel'];
  await api.customers.createCustomer({ body: { name: 'Una', email: 'una@example.com', tags } });
  await api.customers.createCustomer({ body: { name: 'No address', tags } });
  await cloud.idle();
  const { body: made } = await api.campaigns.createCampaign({
    body: {
      ...{ surveyId: asked.id, name: 'Both' },
      audience: { kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'funnel' } },
      schedule: { at: '2027-01-11T09:00', timeZone: 'Asia/Shanghai' },
    },
  });
  const params = { campaignId: made.id };
  for (const _ of [1, 2]) {
    await api.campaigns.runCampaign({ params });
    await cloud.idle();
    await cloud.advance({ duration: 'PT1M' });
  }
  const { body: funnel } = await api.results.getResultsFunnel({ params: { surveyId: asked.id } });
  const invited = funnel.steps.find(({ step }) => step === 'invited')?.count;
  manager = await signedInAt(cloud.url, 'li.na');
  const { page } = await manager.ask(`/desk/campaigns/${made.id}`);
  expect(page).toContain('tags contains &quot;funnel&quot;');
  const all = page.slice(page.indexOf('All of these'));
  const cell = (head: string) => new RegExp(`data-head="${head}">(\\d+)<`).exec(all)?.[1];
  expect([cell('Found'), cell('Skipped'), cell('Invited')]).toEqual(['4', '3', String(invited)]);
});

it('shows an analyst everything and lets them change nothing', async () => {
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  for (const path of [survey, campaign, '/desk/surveys', '/desk/campaigns']) {
    const { status, page } = await analyst.ask(path);
    const forms = page.split('<form').filter((each) => each.includes(`action="${path}"`));
    expect([path, status, forms.length]).toEqual([path, 200, 0]);
  }
  expect((await analyst.ask('/desk/campaigns/new')).status).toBe(403);
  const { page } = await analyst.ask(survey);
  const sent = await analyst.send(page, '/desk/language', { language: 'en' });
  expect(sent.status).toBe(303);
});
