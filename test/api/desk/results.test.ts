/** Results at the desk: drawn, in tables beside the drawings, and narrowed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answeredSurvey } from '../../support/answered-survey.ts';
import { ownCloud } from '../../support/cloud.ts';
import { signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let asked: Awaited<ReturnType<typeof answeredSurvey>>;
let path: string;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  asked = await answeredSurvey(cloud, await cloud.as('li.na', 3));
  path = `/desk/surveys/${asked.surveyId}/results`;
  manager = await signedInAt(cloud.url, 'li.na');
}, 240_000);
afterAll(() => cloud?.close());

/** The rows of tables, cell by cell. */
const rowsIn = (page: string) =>
  [...page.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = '']) =>
    row
      .replaceAll(/<[^>]+>/g, '|')
      .split(/\|+/)
      .map((cell) => cell.trim())
      .filter(Boolean),
  );

it('leads there from the survey', async () => {
  const { page } = await manager.ask(`/desk/surveys/${asked.surveyId}`);
  expect(page).toContain(`href="${path}"`);
});

it('draws the score with its interval, and says the same in a table', async () => {
  const { status, page } = await manager.ask(path);
  const api = await cloud.as('li.na');
  const { body } = await api.results.getSurveyResults({ params: { surveyId: asked.surveyId } });
  expect([status, body.answered]).toEqual([200, 24]);
  expect(page).toContain('<h1>Results: After &lt;purchase&gt;</h1>');
  expect(page).toContain(`>${body.score}</text>`);
  expect(page).toContain(`${body.interval?.low} to ${body.interval?.high}`);
  const rows = rowsIn(page);
  expect(rows).toContainEqual(['Promoters (9 and 10)', '10', '41.7 %']);
  expect(rows).toContainEqual(['Detractors (0 to 6)', '10', '41.7 %']);
  // The customers are counted once for each time that they were asked.
  expect(page).toContain('Invitations: 24. Answers: 24.');
  expect(page).toContain('Whoever is asked by several runs counts in each.');
  expect(rows).toContainEqual(['Price &lt;and&gt; terms', '10', '41.7 %', expect.stringContaining(' to ')]);
});

it('says that the way to the answer is of all invitations where the answers are narrowed otherwise', async () => {
  const wider = 'the other filters are not applied to it';
  for (const [query, isSaid] of [
    ['', false],
    ['?by=month&question=recommend', false],
    [`?campaignId=${asked.campaignIds[0]}`, false],
    ['?channel=email', true],
    [`?campaignId=${asked.campaignIds[0]}&from=2026-11`, true],
  ] as const)
    expect([query, (await manager.ask(`${path}${query}`)).page.includes(wider)]).toEqual([query, isSaid]);
});

it('has a table beside every drawing, and a name for each', async () => {
  const { page } = await manager.ask(path);
  const drawings = [...page.matchAll(/<svg .*?<\/svg>/gs)].map(([svg]) => svg);
  expect(drawings.length).toBeGreaterThan(6);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const svg of drawings) {
    const [, id = ''] = /aria-labelledby="([^"]+)-title"/.exec(svg) ?? [];
    expect(svg, id).toMatch(/<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/);
    expect(svg, id).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(page.slice(page.indexOf(svg)).indexOf('<table>'), id).toBeGreaterThan(0);
  }
});

it('tells who is high and who is low, and how certain that is', async () => {
  const { page } = await manager.ask(path);
  const low = rowsIn(page).find(
    ([group = '', question = '']) => group === 'owner: David Brown' && /recommend/.test(question),
  );
  expect(low?.slice(2)).toEqual(['-83.3', '83.3', '-166.7', expect.any(String), '12', 'certain', 'Improve']);
  const begin = /href="(\/desk\/improvements\/new\?[^"]*by=owner&amp;value=david\.brown)"/.exec(page)?.[1];
  const form = (await manager.ask(begin?.replaceAll('&amp;', '&') ?? '')).page;
  expect(form).toContain('<option value="owner=david.brown" selected>');
  expect(form).toContain('”, Net Promoter Score -83.3, all others 83.3"');
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const theirs = await agent.ask(path);
  expect(theirs.status).toBe(200);
  expect(theirs.page).toContain('Groups are compared for whoever sees all answers.');
  expect(theirs.page).not.toContain('David Brown');
});

it('compares groups question by question, with intervals, for whoever sees all answers', async () => {
  const breakdown = `${path}/breakdown`;
  expect((await manager.ask(`${path}?from=2026-11&by=month`)).page).toContain(
    `href="${breakdown}?from=2026-11"`,
  );
  const { status, page } = await manager.ask(breakdown);
  const range = expect.stringMatching(/^-?[\d.]+ to -?[\d.]+$/);
  expect([status, rowsIn(page)]).toEqual([
    200,
    [
      ['David Brown', '-83.3', range, '12', '12', 'Comments', 'Improve'],
      ['Wang Fang', '83.3', range, '12', '12', 'Comments', 'Improve'],
    ],
  ]);
  expect(page).toContain('<svg');
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(page).toContain(`href="/desk/surveys/${asked.surveyId}/comments?owner=david.brown"`);
  const begin = /href="(\/desk\/improvements\/new\?[^"]*by=owner&amp;value=david\.brown)"/.exec(page)?.[1];
  const form = (await manager.ask(begin?.replaceAll('&amp;', '&') ?? '')).page;
  expect(form).toContain('<option value="owner=david.brown" selected>');
  const byLanguage = await manager.ask(`${breakdown}?by=language&question=service&campaignId=&from=2026-11`);
  expect(byLanguage.page).toContain('Satisfied, %: How was our service?');
  expect(byLanguage.page).toMatch(/<option value="service" selected>/);
  expect(rowsIn(byLanguage.page)).toEqual([['English', expect.any(String), range, '24', '24', 'Improve']]);
  const byTag = (await manager.ask(`${breakdown}?by=tag`)).page;
  expect(rowsIn(byTag).map(([tag]) => tag)).toEqual(['david.brown', 'wang.fang']);
  expect(byTag).toContain('Whoever is in several of these groups counts in each.');
  const wrong = await manager.ask(`${breakdown}?from=soon`);
  expect([wrong.status, wrong.page.includes('id="from-violation"')]).toEqual([400, true]);
  const backwards = await manager.ask(`${breakdown}?by=language&from=2026-12&to=2026-11`);
  expect([backwards.status, rowsIn(backwards.page)]).toEqual([400, []]);
  expect(backwards.page).toContain('id="to-violation"');
  expect(backwards.page).toMatch(/<option value="language" selected>/);
  const none = await manager.ask(`${breakdown}?from=2027-06`);
  expect([none.status, none.page.includes('Nobody has answered of whom you ask.')]).toEqual([200, true]);
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const refused = await agent.ask(breakdown);
  expect(refused.status).toBe(403);
  expect(refused.page).toContain('it is for whoever sees all answers');
  expect(refused.page).not.toContain('David Brown');
  expect((await agent.ask(path)).page).not.toContain(breakdown);
});

it('draws the course by week, by wave and of another question', async () => {
  const byWeek = rowsIn((await manager.ask(path)).page).filter(([begins = '']) => / 20\d\d$/.test(begins));
  expect(byWeek.map(([begins, , , n]) => [begins, n])).toEqual([
    ['23 Nov 2026', '12'],
    ['30 Nov 2026', '12'],
  ]);
  const { page } = await manager.ask(`${path}?by=wave&question=service`);
  expect(page).toContain('Satisfied, %: How was our service?');
  expect(page).toMatch(/<option value="wave" selected>/);
});

it('shows some of the answers, and says when there are none', async () => {
  const [first] = asked.campaignIds;
  const some = await manager.ask(`${path}?campaignId=${first}&channel=&from=`);
  expect(some.page).toContain('<dt>Answers of people</dt><dd>12</dd>');
  const none = await manager.ask(`${path}?from=2027-06`);
  expect([none.status, none.page.includes('Nobody has answered of whom you ask.')]).toEqual([200, true]);
  const wrong = await manager.ask(`${path}?from=soon`);
  expect([wrong.status, wrong.page.includes('must be a month such as 2026-11')]).toEqual([400, true]);
});

it('says beside the field which month cannot be, and shows all answers', async () => {
  const { status, page } = await manager.ask(`${path}?from=<b>&to=2026-11`);
  expect(status).toBe(400);
  expect(page).toContain('<a href="#from">');
  expect(/<input[^>]* id="from"[^>]*>/.exec(page)?.[0]).toMatch(/value="&lt;b&gt;".*aria-invalid="true"/);
  expect(/<input[^>]* id="to"[^>]*>/.exec(page)?.[0]).toMatch(/value="2026-11"/);
  expect(page).toContain('Promoters (9 and 10)');
});

it('says of a survey that nobody has answered that nobody has', async () => {
  const api = await cloud.as('li.na');
  const { body: template } = await api.library.getSurveyTemplate({ params: { templateId: 'post-purchase' } });
  const { body: fresh } = await api.surveys.createSurvey({ body: template.survey });
  const { status, page } = await manager.ask(`/desk/surveys/${fresh.id}/results`);
  expect([status, page.includes('Nobody has answered yet.')]).toEqual([200, true]);
});

it('makes a link for people who do not sign in, shows it once, and revokes it', async () => {
  const { page } = await manager.ask(`${path}?from=2026-11`);
  const unnamed = await manager.send(page, path, { action: 'make', name: '', expiresAfterDays: 'many' });
  expect(unnamed.status).toBe(400);
  for (const name of ['name', 'expiresAfterDays']) expect(unnamed.page).toContain(`id="${name}-violation"`);
  const fields = { action: 'make', name: 'For <the> board', expiresAfterDays: '7' };
  const made = await manager.send(page, path, fields);
  const [, link = ''] = /href="([^"]+\/desk\/reports\/[^"]+)"/.exec(made.page) ?? [];
  expect(made.status).toBe(200);
  const read = async (query = '') => {
    const response = await fetch(`${link}${query}`, { headers: { 'accept-language': 'en' } });
    return { status: response.status, headers: response.headers, page: await response.text() };
  };
  const shown = await read();
  expect([shown.status, shown.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
  expect(shown.page).toContain('<svg');
  expect(shown.page).not.toMatch(/David Brown|After &lt;purchase&gt;|form-token/);
  expect((await read('?lang=zh-CN')).page).toContain('净推荐值');
  const listed = (await manager.ask(path)).page;
  expect(listed).toContain('For &lt;the&gt; board');
  expect(listed).not.toContain(link.split('/').at(-1));
  expect(listed).toMatch(/data-head="Made by">Li Na</);
  expect(listed).not.toContain('(expired)');
  await cloud.advance({ duration: 'P8D' });
  manager = await signedInAt(cloud.url, 'li.na');
  const expired = (await manager.ask(path)).page;
  expect(expired).toContain('(expired)');
  const revoked = await manager.send(expired, path, { action: 'revoke' });
  expect(revoked.status).toBe(303);
  const gone = await read();
  expect([gone.status, gone.page.includes('There is nothing behind this link any more')]).toEqual([
    404,
    true,
  ]);
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  expect((await analyst.ask(path)).page).not.toContain('Make the link');
});

it('exports the answers of the chosen months and campaign, follows that and offers the files', async () => {
  const [first = ''] = asked.campaignIds;
  const exportsPath = `/desk/surveys/${asked.surveyId}/exports`;
  const { page } = await manager.ask(`${path}?from=2026-11&to=2026-12&campaignId=${first}`);
  const { location: at = '' } = await manager.send(page, exportsPath);
  expect(at).toMatch(/\/desk\/surveys\/survey_\w+\/exports\/answerexport_/);
  await cloud.idle();
  const done = await manager.ask(at);
  expect(done.page).toContain('Done: 12 found among 12.');
  const api = await cloud.as('li.na');
  const campaign = await api.campaigns.getCampaign({ params: { campaignId: first } });
  const which = `1 Nov 2026 to 31 Dec 2026; ${campaign.body.name}`;
  expect(done.page).toContain(`<dt>Which answers</dt><dd>${which}</dd>`);
  expect(done.page).toMatch(/<dt>Survey<\/dt><dd><a href="[^"]+">After &lt;purchase&gt;<\/a>/);
  const [, link = ''] = /href="([^"]+)" download/.exec(done.page) ?? [];
  const download = await fetch(link.replaceAll('&amp;', '&'));
  expect(download.headers.get('content-disposition')).toMatch(/''After%20purchase-20\d\d-\d\d-\d\d-1\.csv$/);
  const file = await download.text();
  expect(file.split('\r\n')[0]).toContain('Answered at,Campaign,Run');
  expect(file).toContain('Price <and> terms');
  const { page: later } = await manager.ask(path);
  expect(later).toMatch(new RegExp(`href="${at}">.*?${which}.*?Done: 12 found among 12`, 's'));
  const wrong = await manager.send(page, exportsPath, { from: '2026-99' });
  expect(wrong.status).toBe(400);
});

it('cancels an export that goes on', async () => {
  await cloud.faults([{ service: 's3', operation: 'PutObject', rate: 1, kind: 'error', seed: 1 }]);
  const { page } = await manager.ask(path);
  const { location: at = '' } = await manager.send(page, `/desk/surveys/${asked.surveyId}/exports`);
  const going = await manager.ask(at);
  expect(going.page).toContain('Cancel the export');
  expect((await manager.send(going.page, at)).location).toBe(at);
  expect((await manager.ask(at)).page).toContain('Cancelled.');
  await cloud.faults([]);
});
