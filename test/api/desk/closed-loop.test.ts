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
  expect(loop?.slice(0, 3)).toEqual(['Ann &lt;Own&gt;', 'Recommendation: 2 of 10', 'After &lt;delivery&gt;']);
  expect(loop?.slice(4, 6)).toEqual(['Wang Fang', 'waits for the next answer']);
  for (const took of loop?.slice(7, 11) ?? []) expect(took).toMatch(/^\d+ (minutes?|hours)$/);
  expect(page).toContain(`href="/desk/responses/${asked.responses.ann}"`);
  const byCaller = rowsIn((await manager.ask(`${path}?by=caller&status=&surveyId=`)).page);
  expect(byCaller.find(([group]) => group === 'Wang Fang')?.slice(1, 5)).toEqual(['1', '0', '1', '0']);
  expect((await manager.ask(`${path}?status=open`)).page).not.toContain('Ann &lt;Own');
  expect((await manager.ask(`${path}?status=never`)).status).toBe(400);
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

it('shows agents what they call about, and nothing of others', async () => {
  const [own, other] = [await signedInAt(cloud.url, 'wang.fang'), await signedInAt(cloud.url, 'david.brown')];
  expect((await own.ask(path)).page).toContain('Ann &lt;Own&gt;');
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
          { name: 'Rest', do: { withinHours: 8, priority: 'normal' } },
        ],
      },
    },
    { ifMatch: '*' },
  );
  manager = await signedInAt(cloud.url, 'li.na');
  const { page } = await manager.ask(path);
  expect(rowsIn(page).slice(0, 2)).toEqual([
    [
      'All said',
      'to After &lt;delivery&gt;; the answer to “recommend” (Recommendation) is 6 at most; “post” is chosen at “how”; a text is about “Delivery”, not content; customers of nobody; customers with the tags vip, new; customers who speak Chinese',
      'a call within 2 working hours, priority high; by Wang Fang; with the note “Offer to &lt;come&gt;”; ended by the next answer to “After &lt;delivery&gt;”',
      '',
    ],
    ['Rest', 'every answer', 'a call within 8 working hours, priority normal', ''],
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
  await api.closedLoop.putLoopRules({ body: { rules: [] } }, { ifMatch: '*' });
  expect((await manager.ask(path)).page).toContain('No answer is followed up.');
});
