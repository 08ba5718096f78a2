/** Improvements at the desk: begun, changed, said to be done, and worked on again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let surveyId: string;
let improvement: string;

const list = '/desk/improvements';
const form = `${list}/new`;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na');
  const { body } = await api.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  surveyId = body.id;
  const gone = { name: 'Gone Away', email: 'gone.away@rapport.example', active: false };
  await api.staff.putStaff({ params: { staffId: 'gone.away' }, body: gone }, { ifMatch: '*' });
  await cloud.idle();
  manager = await signedInAt(cloud.url, 'li.na');
});
afterAll(() => cloud?.close());

it('begins with what was found, and says at the field what is wrong', async () => {
  expect((await manager.ask(list)).page).toContain('There are no improvements.');
  const { page } = await manager.ask(
    `${form}?surveyId=${surveyId}&questionId=recommend&by=language&value=en`,
  );
  // What is measured, and of whom, is chosen by name.
  expect(page).toMatch(/<option value="recommend" selected>[^<]+\(recommendation, 0 to 10\)</);
  expect(page).not.toContain('<option value="why"');
  const owners = /<select[^>]* id="owner".*?<\/select>/s.exec(page)?.[0] ?? '';
  expect(owners).toContain('value="wang.fang"');
  expect(owners).not.toContain('gone.away');
  for (const option of ['"owner=wang.fang">Customer’s owner: ', '"language=en" selected>Language: English'])
    expect(page).toContain(`<option value=${option}`);
  const typed = { finding: 'Late <mails>', action: 'Answer within a day' };
  const missing = await manager.send(page, form, { ...typed, questionId: '', dueOn: '2026-11-30' });
  expect(missing.page).toMatch(/id="questionId-violation">is required</);
  const late = { ...typed, questionId: 'weather', dueOn: '2026-11-01' };
  const refused = await manager.send(page, form, late);
  expect(refused.status).toBe(400);
  for (const field of ['questionId', 'dueOn']) expect(refused.page).toContain(`id="${field}-violation"`);
  expect(refused.page).toContain('Late &lt;mails&gt;');
  const unchosen = { 'group.by': 'tag=', 'group.value': '' };
  const tagless = await manager.send(refused.page, form, {
    ...typed,
    ...unchosen,
    ...{ questionId: 'recommend', dueOn: '2026-11-30' },
  });
  expect(tagless.page).toContain('id="group.value-violation">is required<');
  const right = { ...typed, questionId: 'recommend', 'group.by': '', 'group.value': '', dueOn: '2026-11-30' };
  const made = await manager.send(refused.page, form, right);
  expect(made.status).toBe(303);
  improvement = made.location!;
  const shown = (await manager.ask(improvement)).page;
  expect(shown).toContain('<h1>Late &lt;mails&gt;</h1>');
  expect(shown).toContain('worked on');
  expect((await manager.ask(list)).page).toContain(`href="${improvement}"`);
});

it('asks first of which survey it is, where no page says that', async () => {
  const { page } = await manager.ask(form);
  expect(page).toContain(`<option value="${surveyId}">`);
  expect(page).not.toContain('name="finding"');
  expect(page).not.toContain('That survey is not there');
  expect((await manager.ask(`${form}?surveyId=${surveyId}`)).page).toContain('name="finding"');
  const never = 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq';
  expect((await manager.ask(`${form}?surveyId=${never}`)).page).toContain('That survey is not there');
  for (const [kind, id] of [
    ['improvements', 'improvement_01jd3x5y9hf1bvt6w0k2m4n8pq'],
    ['campaigns', 'campaign_01jd3x5y9hf1bvt6w0k2m4n8pq'],
    ['callbacks', 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq'],
    ['surveys', never],
  ]) {
    const gone = await manager.ask(`/desk/${kind}/${id}`);
    expect([kind, gone.status, gone.page.includes('There is no such')]).toEqual([kind, 404, true]);
  }
});

it('names the group that was chosen, and warns of a tag that no answer has', async () => {
  const { page } = await manager.ask(`${form}?surveyId=${surveyId}`);
  const filled = {
    ...{ questionId: 'recommend', 'group.by': 'tag=', 'group.value': 'vpi' },
    ...{ finding: 'Tags', action: 'Ask', dueOn: '2026-11-30' },
  };
  const tagged = (await manager.ask((await manager.send(page, form, filled)).location!)).page;
  expect(tagged).toContain('Tag: vpi');
  expect(tagged).toContain('No wave of the survey has an answer of this group so far');
  expect(tagged).toContain('No customer has this tag at present.');
  const stray = await manager.send(page, form, { ...filled, 'group.by': 'language=en' });
  expect(stray.status).toBe(400);
  expect(stray.page).toMatch(/id="group.value-violation">choose “Customers with a tag” above for it/);
  expect(stray.page).toContain('value="vpi"');
  const known = { name: 'Tagged', owner: 'li.na', tags: ['vip'] };
  await api.customers.createCustomer({ body: known });
  await cloud.idle();
  const vip = await manager.send(page, form, { ...filled, key: 'vip', 'group.value': 'vip' });
  expect((await manager.ask(vip.location!)).page).not.toContain('No customer has this tag');
  const group = { 'group.by': 'owner=wang.fang', 'group.value': '' };
  const again = (await manager.ask(`${form}?surveyId=${surveyId}`)).page;
  const made = await manager.send(again, form, { ...filled, ...group });
  const { body } = await api.improvements.getImprovement({
    params: { improvementId: made.location!.split('/').at(-1)! },
  });
  expect(body.group).toEqual({ by: 'owner', value: 'wang.fang' });
  expect((await manager.ask(made.location!)).page).toMatch(/Customer’s owner: [^<]*Fang/);
});

it('measures another question and other customers, and says what of it is wrong', async () => {
  const { page } = await manager.ask(improvement);
  expect(page).toMatch(/<option value="recommend" selected>/);
  const same = {
    finding: 'Late <mails>',
    action: 'Answer within a day',
    dueOn: '2026-11-30',
    owner: 'li.na',
  };
  const measured = { questionId: 'recommend', 'group.by': '', 'group.value': 'vip' };
  const stray = await manager.send(page, improvement, { ...same, ...measured });
  expect([stray.status, stray.page.includes('id="group.value-violation">choose')]).toEqual([400, true]);
  const tagless = await manager.send(page, improvement, {
    ...{ ...same, ...measured, 'group.by': 'tag=', 'group.value': '' },
  });
  expect(tagless.page).toContain('id="group.value-violation">is required<');
  const sent = await manager.send(page, improvement, {
    ...{ ...same, ...measured, 'group.by': 'language=en', 'group.value': '' },
  });
  const shown = (await manager.ask(sent.location ?? '')).page;
  expect(shown).toContain('<dd>Language: English</dd>');
  expect(shown).toContain('<option value="language=en" selected>');
  const ofAll = { ...same, ...measured, 'group.value': '' };
  expect((await manager.send(shown, improvement, ofAll)).status).toBe(303);
  expect((await manager.ask(improvement)).page).toContain('<dd>Those of everybody</dd>');
});

it('is changed, done, worked on again and given up, each once', async () => {
  const { page } = await manager.ask(improvement);
  const fields = { finding: 'Late mails', action: 'Answer within an hour', dueOn: '2026-12-01', owner: '' };
  const changed = await manager.send(page, improvement, fields);
  expect((await manager.ask(changed.location!)).page).toContain('It was saved.');
  const stale = await manager.send(page, improvement, fields);
  expect(stale.status).toBe(412);
  for (const [status, said] of [
    ['done', 'done, to be measured'],
    ['open', 'worked on'],
    ['dropped', 'given up'],
  ] as const) {
    const before = (await manager.ask(improvement)).page;
    const sent = await manager.send(before, improvement, { status });
    expect([sent.status, status]).toEqual([303, status]);
    expect((await manager.ask(improvement)).page).toContain(said);
  }
  expect((await manager.ask(improvement)).page).toMatch(/data-head="By">Li Na</);
  const params = { improvementId: improvement.split('/').at(-1)! };
  const { body } = await api.improvements.getImprovement({ params });
  expect(body).toMatchObject({ status: 'dropped', owner: null, action: 'Answer within an hour' });
});

it('says why it cannot be confirmed yet', async () => {
  const again = (await manager.ask(improvement)).page;
  await manager.send(again, improvement, { status: 'open' });
  await manager.send((await manager.ask(improvement)).page, improvement, { status: 'done' });
  const { page } = await manager.ask(improvement);
  expect(page).not.toContain('value="confirmed"');
  const refused = await manager.send(page, improvement, {
    status: 'confirmed',
  });
  expect(refused.status).toBe(422);
  expect(refused.page).toContain('Nothing was measured since it was done');
});

it('shows what is known where a button comes too late', async () => {
  const { body: own } = await api.improvements.createImprovement({
    body: {
      ...{ surveyId, questionId: 'recommend', finding: 'Boxes', action: 'Fold them' },
      ...{ owner: 'wang.fang', dueOn: '2036-11-27' },
    },
  });
  const path = `${list}/${own.id}`;
  const { page } = await manager.ask(path);
  const params = { improvementId: own.id };
  await api.improvements.patchImprovement({ params, body: { action: 'Fold them twice' } }, { ifMatch: '*' });
  const late = await manager.send(page, path, { status: 'done' });
  expect(late.status).toBe(412);
  for (const value of ['value="Boxes"', 'Fold them twice</textarea>', '<option value="wang.fang" selected>'])
    expect(late.page).toContain(value);
});

it('tells of one that is overdue', async () => {
  const late = await api.improvements.createImprovement({
    body: {
      ...{ surveyId, questionId: 'recommend', finding: 'Queues', action: 'Open a second desk' },
      ...{ owner: 'li.na', dueOn: '2026-11-24' },
    },
  });
  await cloud.advance({ duration: 'P3D' });
  await cloud.idle();
  manager = await signedInAt(cloud.url, 'li.na');
  expect((await manager.ask(`${list}/${late.body.id}`)).page).toContain('(overdue)');
  const listed = (await manager.ask(`${list}?status=open&owner=`)).page;
  expect(listed).toMatch(/>Queues<[\s\S]*?data-head="State">worked on, overdue</);
  expect(listed).toContain('<option value="open" selected>worked on</option>');
  expect((await manager.ask(`${list}?status=dropped`)).page).not.toContain('Queues');
  const mail = (await cloud.inbox()).find(({ text }) => text.includes(late.body.id));
  const [, path = ''] = /(\/desk\/improvements\/\w+)/.exec(mail?.text ?? '') ?? [];
  expect((await manager.ask(path)).page).toContain('<h1>Queues</h1>');
});

it('shows an analyst everything and lets them change nothing', async () => {
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  for (const path of [list, improvement]) {
    const { status, page } = await analyst.ask(path);
    expect([status, page.includes(`action="${path}"`)]).toEqual([200, false]);
  }
  expect((await analyst.ask(form)).status).toBe(403);
});

it('lets its owner move it on who may write nothing else, and says to others who can', async () => {
  const { body: own } = await api.improvements.createImprovement({
    body: {
      ...{ surveyId, questionId: 'recommend', finding: 'Parcels', action: 'Wrap them' },
      ...{ owner: 'wang.fang', dueOn: '2026-11-27' },
    },
  });
  await cloud.advance({ duration: 'P2D' });
  await cloud.idle();
  const owner = await signedInAt(cloud.url, 'wang.fang');
  const path = `${list}/${own.id}`;
  const { page } = await owner.ask(path);
  expect(page).toContain('Its day is over: say that it is done');
  expect(page).not.toMatch(/name="(finding|owner)"/);
  const changed = await owner.send(page, path, { action: 'Wrap them twice', dueOn: '2026-12-20' });
  expect(changed.status).toBe(303);
  const done = await owner.send((await owner.ask(path)).page, path, { status: 'done' });
  expect(done.status).toBe(303);
  const { body } = await api.improvements.getImprovement({ params: { improvementId: own.id } });
  expect(body).toMatchObject({ status: 'done', dueOn: '2026-12-20', action: 'Wrap them twice' });
  const colleague = await signedInAt(cloud.url, 'david.brown');
  const seen = (await colleague.ask(path)).page;
  expect(seen).not.toContain(`action="${path}"`);
  expect(seen).toContain('who sees to it, or by a manager');
});
