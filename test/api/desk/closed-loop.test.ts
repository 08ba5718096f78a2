/** The closed loop at the desk: the rules in words, the times of the steps, and each answer that was followed up. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { commentedSurvey } from '../../support/commented-survey.ts';
import { createVisitor, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let asked: Awaited<ReturnType<typeof commentedSurvey>>;
const path = '/desk/closed-loop';
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const api = await cloud.as('li.na', 3);
  asked = await commentedSurvey(cloud, api);
  const { body: open } = await api.callbacks.listCallbacks({ query: { owner: 'wang.fang' } });
  await cloud.advance({ duration: 'PT3H' });
  const caller = await cloud.as('wang.fang', 3);
  await caller.callbacks.completeCallback({
    params: { callbackId: open.items[0]?.id ?? '' },
    body: { outcome: 'reached' },
  });
  await cloud.idle();
  manager = await signedInAt(cloud.url, 'li.na');
}, 240_000);
afterAll(() => cloud?.close());

const rowsIn = (page: string) =>
  [...page.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = '']) =>
    row.split(/<\/t[hd]>/).map((cell) => cell.replaceAll(/<[^>]+>/g, '').trim()),
  );

it('is led to from the surveys, and tells what came of an answer that was followed up', async () => {
  expect((await manager.ask('/desk/surveys')).page).toContain(`href="${path}"`);
  const { status, page } = await manager.ask(path);
  expect(status).toBe(200);
  const loop = rowsIn(page).at(-1);
  expect(loop?.[0]).toBe('Ann &lt;Own&gt;');
  expect(loop?.[1]).toMatch(/^Recommendation: 2 of 10After &lt;delivery&gt;23 Nov 2026/);
  expect(loop?.slice(3, 5)).toEqual(['Wang Fang', 'waits for the next answer']);
  const took = '\\d+ (?:minutes?|hours)';
  expect(loop?.[5]).toMatch(
    new RegExp(`^Call promised: at onceFirst call: ${took}Reached: ${took}Call done: ${took}$`),
  );
  expect(loop?.slice(6)).toEqual(['', '']);
  expect(page).toContain(`href="/desk/responses/${asked.responses.ann}"`);
  const byCaller = rowsIn((await manager.ask(`${path}?by=caller&status=&surveyId=`)).page);
  expect(byCaller.find(([group]) => group === 'Wang Fang')?.slice(1, 5)).toEqual(['1', '0', '1', '0']);
  expect((await manager.ask(`${path}?status=open`)).page).not.toContain('Ann &lt;Own');
  expect((await manager.ask(`${path}?status=never`)).status).toBe(400);
});

it('says that what is waited for cannot come, and finds the loops of a survey, once that is archived', async () => {
  const { surveys } = await cloud.as('li.na', 3);
  const params = { surveyId: asked.surveyId };
  const become = (status: 'archived' | 'open') =>
    surveys.patchSurvey({ params, body: { status } }, { ifMatch: '*' });
  const { page: before } = await manager.ask(`/desk/surveys/${asked.surveyId}/archive`);
  expect(before).toContain(
    '<dt>Followed-up answers of late that wait for the next answer to it</dt><dd>1</dd>',
  );
  await become('archived');
  await cloud.idle();
  const { page } = await manager.ask(path);
  const loop = rowsIn(page).at(-1);
  expect(loop?.[4]).toBe('waits for the next answerThat survey is archived: no answer can come.');
  expect(loop?.[1]).toContain('After &lt;delivery&gt;');
  expect(page).toContain(`<option value="${asked.surveyId}">After &lt;delivery&gt;</option>`);
  await become('open');
  await cloud.idle();
  expect(rowsIn((await manager.ask(path)).page).at(-1)?.[4]).toBe('waits for the next answer');
});

it('counts and lists the same answers, of the last months or of those that are asked for', async () => {
  const groups = (page: string) => rowsIn(page).filter((row) => row.length === 12);
  const listed = (page: string) => rowsIn(page).filter(([who]) => who === 'Ann &lt;Own&gt;').length;
  await cloud.advance({ to: '2026-12-07T02:00:00Z' });
  const visitor = await signedInAt(cloud.url, 'li.na');
  const usual = (await visitor.ask(path)).page;
  expect(usual).toContain('answers of 2026-10 to 2026-12');
  expect([groups(usual).map(([, loops]) => loops), listed(usual)]).toEqual([['1'], 1]);
  const shown = async (query: string) => {
    const { page } = await visitor.ask(`${path}?${query}`);
    return [groups(page).length, listed(page)];
  };
  expect(await shown('from=2026-12&to=2026-12')).toEqual([0, 0]);
  expect(await shown('from=2026-11&to=2026-11&by=month')).toEqual([1, 1]);
  expect(await shown('status=open')).toEqual([0, 0]);
  expect(await shown('caller=wang.fang')).toEqual([1, 1]);
  expect(await shown('caller=none')).toEqual([0, 0]);
  expect(usual).toMatch(/<input[^>]*value="2026-10"[^>]*id="from"|<input[^>]*id="from"[^>]*value="2026-10"/);
  const wrong = await visitor.ask(`${path}?from=2026-12&to=2026-11`);
  expect([wrong.status, wrong.page.includes('id="from-violation"')]).toEqual([400, true]);
  expect(wrong.page).toContain('must not lie after the last month');
  expect([groups(wrong.page).length, listed(wrong.page)]).toEqual([0, 0]);
});

it('leads to the answer that has ended a loop, and passes over what is not for the reader', async () => {
  const caller = await cloud.as('wang.fang', 3);
  const api = await cloud.as('li.na', 3);
  const settings = (await api.calling.getCallSettings({})).body;
  const { version: _, updatedAt: __, ...kept } = settings;
  const scripts = [{ reason: 'manual' as const, surveyId: asked.surveyId }];
  await api.calling.putCallSettings({ body: { ...kept, scripts } }, { ifMatch: '*' });
  const { body: call } = await api.callbacks.createCallback({
    body: {
      ...{ customerId: asked.customers.ann ?? '', why: 'How is it now?', owner: 'wang.fang' },
      due: { instant: '2026-12-07T06:00:00Z' },
    },
  });
  const params = { callbackId: call.id };
  await caller.callbacks.takeAnswers({ params, body: { answers: { recommend: 7 } } });
  await cloud.idle();
  const [loop] = (await api.closedLoop.listLoops({ query: {} })).body.items;
  expect(loop?.again).toMatchObject({ value: 7 });
  const visitor = await signedInAt(cloud.url, 'li.na');
  const { page } = await visitor.ask(`${path}`);
  expect(page).toContain(`<a href="/desk/responses/${loop?.again?.responseId}">5 better</a>`);
  expect(rowsIn(page).at(-1)?.[6]).toMatch(/^5 better\d+ days$/);
  const before = (await visitor.ask(`${path}?from=2025-01&to=2025-12`)).page;
  expect(before).not.toContain('It goes on.');
  expect(before).not.toContain('rel="next"');
});

it('shows agents what they call about, and nothing of others', async () => {
  const [own, other] = [await signedInAt(cloud.url, 'wang.fang'), await signedInAt(cloud.url, 'david.brown')];
  expect((await own.ask(path)).page).toContain('Ann &lt;Own&gt;');
  expect((await own.ask(path)).page).toContain('such as those by an anonymous link');
  expect((await other.ask(path)).page).not.toContain('Ann &lt;Own&gt;');
});

it('says the rules in words, in both languages', async () => {
  const api = await cloud.as('li.na', 3);
  const { surveyId } = asked;
  await api.closedLoop.putLoopRules(
    {
      body: {
        rules: [
          {
            name: 'All said',
            when: {
              surveys: [surveyId],
              score: { question: 'recommend', scale: 'nps', to: 6 },
              choice: { question: 'how', choice: 'post' },
              text: { topic: 'delivery', sentiment: 'negative' },
              ...{ owner: null, tags: ['vip', 'new'], language: 'zh-CN' },
            },
            do: { withinHours: 2, owner: 'wang.fang', note: 'Offer to <come>', askAgain: surveyId },
          },
          {
            ...{ name: 'Rest', do: { withinHours: 8, priority: 'normal' } },
            when: { choice: { question: 'how', choice: 'other' } },
          },
          { name: 'Unknown', when: { text: { question: 'gone', topic: 'price' } }, do: { withinHours: 8 } },
        ],
      },
    },
    { ifMatch: '*' },
  );
  manager = await signedInAt(cloud.url, 'li.na');
  const { page } = await manager.ask(path);
  expect(rowsIn(page).slice(0, 3)).toEqual([
    [
      'All said',
      'to After &lt;delivery&gt;; the answer to “How likely are you to recommend us to a friend?” (Recommendation) is 6 at most; “By &lt;post&gt;” is chosen at “How did it come?”; a text is about “Delivery”, not content; customers of nobody; customers with the tags vip, new; customers who speak ChineseNobody has the tag “vip” at present.Nobody has the tag “new” at present.',
      'a call within 2 working hours, priority high; by Wang Fang; with the note “Offer to &lt;come&gt;”; ended by the next answer to “After &lt;delivery&gt;”',
      '',
    ],
    [
      ...['Rest', '“something else” is chosen at “How did it come?”'],
      ...['a call within 8 working hours, priority normal', ''],
    ],
    [
      ...['Unknown', 'the answer to “gone” is about “Price”No survey asks what it goes by at present.'],
      ...['a call within 8 working hours, priority high', ''],
    ],
  ]);
  const chinese = createVisitor(cloud.url, 'zh-CN');
  const { page: home } = await chinese.signIn('zhao.wei');
  await chinese.send(home, '/desk/language', { language: 'zh-CN' });
  const said =
    rowsIn((await chinese.ask(path)).page)[0]
      ?.slice(1, 3)
      .join('') ?? '';
  expect(said).toContain('任一段文字：涉及“物流”、不满意');
  expect(said).toContain('2 个工作小时内回访，优先级高；由Wang Fang回访');
  await api.closedLoop.putLoopRules(
    { body: { rules: [{ name: 'Any', do: { withinHours: 8 } }] } },
    { ifMatch: '*' },
  );
  expect(rowsIn((await manager.ask(path)).page)[0]?.slice(0, 2)).toEqual(['Any', 'every answer']);
  await api.closedLoop.putLoopRules({ body: { rules: [] } }, { ifMatch: '*' });
  expect((await manager.ask(path)).page).toContain('No answer is followed up.');
});

const form = `${path}/rule`;
const pageOf = (name: string) => `${form}?${new URLSearchParams({ name })}`;
const rulesNow = async () => (await (await cloud.as('li.na', 3)).closedLoop.getLoopRules({})).body;

it('adds rules by a form, each in its place, and says at the field what is wrong', async () => {
  manager = await signedInAt(cloud.url, 'li.na');
  expect((await manager.ask(path)).page).toContain(`<a href="${form}">Add a rule</a>`);
  const { page } = await manager.ask(form);
  expect(page).toContain(
    '<option value="recommend">How likely are you to recommend us to a friend? (After &lt;delivery&gt;)<',
  );
  const missing = await manager.send(page, form, { action: 'save', name: '', 'do.withinHours': '' });
  expect(missing.status).toBe(400);
  expect(missing.page).toContain('id="name-violation">must not be empty<');
  expect(missing.page).toContain('id="do.withinHours-violation">is required<');
  const typed = {
    ...{ action: 'save', name: 'Unhappy', place: '0', 'when.surveys': asked.surveyId },
    ...{ 'when.score.question': 'recommend', 'when.score.from': '7', 'when.score.to': '3' },
    ...{ 'when.choice': 'how=post', 'when.text.topic': 'delivery', 'when.owner': 'none' },
    ...{ 'when.tags': 'vip，new', 'when.language': 'en', 'do.priority': 'normal' },
    ...{ 'do.owner': 'owner=wang.fang', 'do.note': 'Offer to come', 'do.askAgain': asked.surveyId },
  };
  const wrong = await manager.send(page, form, { ...typed, 'do.withinHours': 'soon' });
  expect(wrong.status).toBe(400);
  expect(wrong.page).toContain('id="do.withinHours-violation"');
  const backwards = await manager.send(page, form, { ...typed, 'do.withinHours': '3' });
  expect([backwards.status, backwards.page.includes('id="when.score.to-violation"')]).toEqual([400, true]);
  expect(backwards.page).toContain('value="vip，new"');
  expect(backwards.page).toMatch(/<option value="owner=wang.fang" selected>/);
  const right = { ...typed, 'do.withinHours': '3', 'when.score.from': '' };
  const made = await manager.send(page, form, right);
  expect([made.status, made.location]).toEqual([303, `${path}?done=1`]);
  expect((await manager.send(page, form, right)).status).toBe(303);
  expect((await manager.send(page, form, { ...right, 'do.withinHours': '4' })).status).toBe(412);
  expect((await manager.ask(made.location ?? '')).page).toContain('It was saved.');
  expect((await rulesNow()).rules).toEqual([
    {
      name: 'Unhappy',
      when: {
        surveys: [asked.surveyId],
        score: { question: 'recommend', to: 3 },
        choice: { question: 'how', choice: 'post' },
        text: { topic: 'delivery' },
        ...{ owner: null, tags: ['vip', 'new'], language: 'en' },
      },
      do: {
        ...{ open: 'callback', withinHours: 3, priority: 'normal', owner: 'wang.fang' },
        ...{ note: 'Offer to come', askAgain: asked.surveyId },
      },
    },
  ]);
  const second = (await manager.ask(form)).page;
  const plain = { action: 'save', name: 'Unhappy', place: '0', 'do.withinHours': '8', 'do.priority': 'high' };
  const taken = await manager.send(second, form, plain);
  expect([taken.status, taken.page.includes('id="name-violation">Another rule has this name.')]).toEqual([
    400,
    true,
  ]);
  expect((await manager.send(taken.page, form, { ...plain, name: 'First' })).status).toBe(303);
  expect((await rulesNow()).rules.map(({ name }) => name)).toEqual(['First', 'Unhappy']);
});

it('shows a rule as it is, and changes, moves, pauses, resumes and removes it', async () => {
  expect((await manager.ask(path)).page).toContain(`<a href="${form}?name=Unhappy">Unhappy</a>`);
  const { page } = await manager.ask(pageOf('Unhappy'));
  expect(page).toContain('<h1>Change the rule: Unhappy</h1>');
  for (const option of ['recommend', 'how=post', 'delivery', 'none', 'en', 'normal', 'owner=wang.fang'])
    expect(page).toContain(`<option value="${option}" selected>`);
  expect(page).toContain(`value="${asked.surveyId}" checked`);
  const fields = { action: 'save', name: 'Angry', place: '0', 'do.withinHours': '2', 'do.priority': 'low' };
  expect((await manager.send(page, form, fields)).status).toBe(303);
  expect((await manager.send(page, form, fields)).status).toBe(303);
  expect((await rulesNow()).rules).toMatchObject([
    { name: 'Angry', when: {}, do: { withinHours: 2, priority: 'low' } },
    { name: 'First' },
  ]);
  const turn = async (action: string, name: string) =>
    (await manager.send((await manager.ask(pageOf(name))).page, form, { action })).status;
  expect(await turn('pause', 'First')).toBe(303);
  expect((await rulesNow()).rules).toMatchObject([{ name: 'Angry' }, { name: 'First', paused: true }]);
  expect(rowsIn((await manager.ask(path)).page)[1]?.[0]).toBe('First (paused)');
  // What a rule says may be changed while it is paused.
  const paused = (await manager.ask(pageOf('First'))).page;
  const kept = { action: 'save', name: 'First', place: '1', 'do.withinHours': '9', 'do.priority': 'high' };
  expect((await manager.send(paused, form, kept)).status).toBe(303);
  expect((await rulesNow()).rules[1]).toMatchObject({ paused: true, do: { withinHours: 9 } });
  expect(await turn('resume', 'First')).toBe(303);
  expect((await rulesNow()).rules[1]).not.toHaveProperty('paused');
  const before = (await manager.ask(pageOf('First'))).page;
  expect((await manager.send(before, form, { action: 'remove' })).status).toBe(303);
  expect((await manager.send(before, form, { action: 'remove' })).status).toBe(303);
  expect((await rulesNow()).rules.map(({ name }) => name)).toEqual(['Angry']);
  expect((await manager.ask(pageOf('First'))).location).toBe(`${path}?done=gone`);
});

it('shows a rule as it is where a button comes too late, and tells of one that is there no more', async () => {
  const api = await cloud.as('li.na', 3);
  const bad = {
    ...{ name: 'Bad', when: { score: { scale: 'nps', to: 4 } } },
    do: { withinHours: 41, priority: 'low' },
  } as const;
  const other = (name: string, withinHours: number) => ({ name, do: { withinHours } });
  const put = (rules: readonly object[]) =>
    api.closedLoop.putLoopRules({ body: { rules: rules as never } }, { ifMatch: '*' });
  await put([bad, other('Z', 8)]);
  const ofBad = (await manager.ask(pageOf('Bad'))).page;
  const ofZ = (await manager.ask(pageOf('Z'))).page;
  await put([bad, other('Promoters', 9)]);
  const late = await manager.send(ofBad, form, { action: 'pause' });
  expect(late.status).toBe(412);
  expect(late.page).toContain('<h1>Change the rule: Bad</h1>');
  for (const value of ['value="Bad"', 'value="41"', '<option value="low" selected>'])
    expect(late.page).toContain(value);
  const saved = { action: 'save', name: 'Z', 'do.withinHours': '7', 'do.priority': 'high' };
  for (const sent of [saved, { action: 'pause' }]) {
    const gone = await manager.send(ofZ, form, sent);
    expect(gone.status).toBe(412);
    expect(gone.page).toContain('There is no rule “Z” any more');
  }
  expect((await rulesNow()).rules.map(({ name }) => name)).toEqual(['Bad', 'Promoters']);
});

it('says that a rule is gone to which a link leads', async () => {
  const manager = await signedInAt(cloud.url, 'li.na');
  const { status, location = '' } = await manager.ask(`${path}/rule?name=Never`);
  expect(status).toBe(303);
  expect((await manager.ask(location)).page).toContain(
    'The rule that you have asked for is not there (any more)',
  );
  expect((await manager.ask(path)).page).not.toContain('is not there (any more)');
});

it('names the rule that is refused where it is another one', async () => {
  const api = await cloud.as('li.na', 3);
  const leaving = { name: 'Leaving Soon', email: 'leaving.soon@rapport.example' };
  const params = { staffId: 'leaving.soon' };
  await api.staff.putStaff({ params, body: leaving }, { ifMatch: '*' });
  const rules = [{ name: 'By Leaving', do: { withinHours: 8, owner: 'leaving.soon' } }];
  await api.closedLoop.putLoopRules({ body: { rules } }, { ifMatch: '*' });
  await api.staff.putStaff({ params, body: { ...leaving, active: false } }, { ifMatch: '*' });
  const { page } = await manager.ask(form);
  const other = { action: 'save', name: 'Other', 'do.withinHours': '8', 'do.priority': 'high' };
  const refused = await manager.send(page, form, other);
  expect(refused.status).toBe(400);
  expect(refused.page).toContain('The rule “By Leaving”: ');
  const own = (await manager.ask(pageOf('By Leaving'))).page;
  expect(own).toMatch(/<option value="owner=leaving.soon" selected>/);
  const kept = { ...other, name: 'By Leaving', 'do.owner': 'owner=leaving.soon' };
  expect((await manager.send(own, form, kept)).page).toContain('id="do.owner-violation"');
});

it('tries a rule out on answers that are there, without saving it, and says at the field what is missing', async () => {
  const before = await rulesNow();
  const { page } = await manager.ask(form);
  const typed = {
    ...{ action: 'try', name: 'Any <score>', place: '0', 'when.score.scale': 'nps' },
    ...{ 'do.withinHours': '3', 'do.priority': 'normal' },
  };
  const missing = await manager.send(page, form, typed);
  expect([missing.status, missing.page.includes('id="surveyId-violation"')]).toEqual([400, true]);
  const tried = await manager.send(page, form, { ...typed, surveyId: asked.surveyId });
  expect(tried.status).toBe(200);
  expect(tried.page).toMatch(/role="status"[^>]*><p>\d+ answers were tried, the oldest of 23 Nov 2026/);
  expect(tried.page).toContain('value="Any &lt;score&gt;"');
  const rows = rowsIn(tried.page);
  expect(Number(rows.find(([rule]) => rule === 'Any &lt;score&gt;')?.[1])).toBeGreaterThan(0);
  expect(rows.filter(([, , rule]) => rule === 'Any &lt;score&gt;').map(([, score]) => score)).toContain(
    'Recommendation: 2 of 10',
  );
  expect(tried.page).toContain(`href="/desk/responses/${asked.responses.ann}"`);
  expect(await rulesNow()).toEqual(before);
  const never = { ...typed, surveyId: asked.surveyId, 'when.score.scale': 'csat', 'when.score.from': '6' };
  const refused = await manager.send(page, form, { ...never, action: 'save' });
  expect(refused.page).toContain(
    'id="when.score.from-violation">No answer lies there: it is a number from 1 to 5.',
  );
});

it('warns of rules that never decide as things are', async () => {
  const api = await cloud.as('li.na', 3);
  const name = 'Closed <one>';
  const survey = { name, languages: ['en' as const], defaultLanguage: 'en' as const, title: { en: name } };
  const recommend = { id: 'liked', kind: 'nps', text: { en: 'Liked?' }, required: false } as const;
  const { body: draft } = await api.surveys.createSurvey({ body: { ...survey, questions: [recommend] } });
  const then = { withinHours: 4 };
  const rules = [
    { name: 'Low', when: { score: { band: 'low' as const } }, do: then },
    { name: 'Very low', when: { score: { scale: 'nps' as const, to: 3 }, tags: ['nobody-has'] }, do: then },
    { name: 'Not open', when: { surveys: [draft.id] }, do: then },
    { name: 'Asked nowhere', when: { text: { question: 'forgotten' } }, do: then },
    { name: 'Paused', paused: true, when: { score: { scale: 'nps' as const, to: 3 } }, do: then },
    { name: 'Not that', when: { score: { scale: 'nps' as const, from: 9 } }, do: then },
  ];
  const { body } = await api.closedLoop.putLoopRules({ body: { rules } as never }, { ifMatch: '*' });
  expect(body.shadowed).toEqual([{ rule: 'Very low', by: 'Low' }]);
  const { page } = await manager.ask(path);
  const warned = new Map(rowsIn(page).map(([rule = '', when = '']) => [rule, when]));
  expect(warned.get('Very low')).toContain(
    'It never decides: the rule “Low” before it takes all of its answers.',
  );
  expect(warned.get('Very low')).toContain('Nobody has the tag “nobody-has” at present.');
  expect(warned.get('Not open')).toContain('None of its surveys is open at present.');
  expect(warned.get('Asked nowhere')).toContain('No survey asks what it goes by at present.');
  for (const rule of ['Low', 'Paused (paused)', 'Not that'])
    expect(warned.get(rule)).toMatch(/^an answer on a scale[^;.]*$/);
  await api.closedLoop.putLoopRules({ body: { rules: rules.slice(0, 1) } as never }, { ifMatch: '*' });
});

it('lets managers alone change rules', async () => {
  for (const person of ['wang.fang', 'zhao.wei']) {
    const reader = await signedInAt(cloud.url, person);
    const { page } = await reader.ask(path);
    expect([page.includes(form), page.includes('Managers set them.')]).toEqual([false, true]);
    expect((await reader.ask(form)).status).toBe(403);
    const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(page) ?? [];
    const sent = await reader.ask(form, {
      form: { 'form-token': token, action: 'remove', was: 'By Leaving' },
    });
    expect(sent.status).toBe(403);
  }
  expect((await rulesNow()).rules).toHaveLength(1);
});
