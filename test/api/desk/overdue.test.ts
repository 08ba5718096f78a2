/** What the desk calls overdue: the same as the list of those that are. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';
import { type Department, openDepartment } from '../callbacks/department.ts';

let cloud: OwnCloud;
let department: Department;
let wangFang: ReturnType<typeof createVisitor>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  department = await openDepartment(cloud);
  const customerId = await department.customer('wang.fang');
  const due = { wallTime: '2026-11-23T09:30', timeZone: 'Asia/Shanghai' };
  await department.manager.callbacks.createCallback({
    body: { customerId, why: 'Asked', due, owner: 'wang.fang' },
  });
});
afterAll(() => cloud?.close());

/** Whoever has done nothing for half an hour signs in again. */
async function atDesk(duration: string): Promise<void> {
  await cloud.advance({ duration });
  wangFang = createVisitor(cloud.url);
  await wangFang.signIn('wang.fang');
}

const shown = async (when: string) => (await wangFang.ask(`/desk/calls?when=${when}`)).page.includes('李雷');
const isMarked = async (path: string) => (await wangFang.ask(path)).page.includes('class="warn">已逾期');

it('begins half an hour after the promised time, in the mark, in the counts and in the list', async () => {
  await atDesk('PT40M');
  expect([await shown('open'), await shown('due'), await shown('overdue')]).toEqual([true, true, false]);
  expect([await isMarked('/desk'), await isMarked('/desk/calls?when=due')]).toEqual([false, false]);
  await atDesk('PT25M');
  expect([await shown('open'), await shown('due'), await shown('overdue')]).toEqual([true, true, true]);
  expect([await isMarked('/desk'), await isMarked('/desk/calls?when=due')]).toEqual([true, true]);
  expect((await wangFang.ask('/desk')).page).toContain('其中逾期 1 项');
});

it('of everybody goes on page by page, says whose each call is, and leads to those of one person', async () => {
  const { manager } = department;
  const due = { wallTime: '2026-11-23T11:00', timeZone: 'Asia/Shanghai' };
  const owners = [...Array.from({ length: 50 }, () => 'wang.fang'), 'david.brown', null];
  for (const owner of owners) {
    const customerId = await department.customer('wang.fang');
    await manager.callbacks.createCallback({ body: { customerId, why: 'Asked', due, owner } });
  }
  await atDesk('PT3H');
  const lead = createVisitor(cloud.url);
  await lead.signIn('li.na');
  const first = await lead.ask('/desk/calls?when=overdue&owner=all');
  expect(first.page).toContain('本页 50 项 · 其中逾期 50 项');
  await cloud.advance({ duration: 'PT5M' });
  const next = /<a rel="next" href="([^"]+)"/.exec(first.page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await lead.ask(next);
  expect(second.status).toBe(200);
  expect(second.page).toContain('本页 3 项 · 其中逾期 3 项');
  const both = first.page + second.page;
  for (const holder of ['David Brown', '王芳', '尚无人负责'])
    expect(both).toContain(`<td data-head="回访人">${holder}</td>`);
  expect(first.page).toMatch(/<option value="all" selected>/);
  expect(first.page).toMatch(
    /<form[^>]*action="\/desk\/calls">\s*<input type="hidden" name="when" value="overdue">/,
  );
  expect(first.page).toContain('<option value="david.brown">David Brown</option>');
  const one = await lead.ask('/desk/calls?when=overdue&owner=david.brown&team=');
  expect(one.page).toContain('<h1>David Brown的回访</h1>');
  expect(one.page).not.toContain('data-head="回访人"');
  expect(one.page).toContain('<a href="/desk/calls?when=open&amp;owner=david.brown">待办 1 项</a>');
  const body = { name: '回访组', leads: ['li.na'], members: ['david.brown'] };
  const { id } = (await manager.teams.createTeam({ body })).body;
  await cloud.idle();
  const team = await lead.ask(`/desk/calls?when=overdue&team=${id}`);
  expect(team.page).toContain('<td data-head="回访人">David Brown</td>');
  expect(team.page).toContain(`<input type="hidden" name="team" value="${id}">`);
  expect((await lead.ask(`/desk/calls?when=overdue&team=${id}&owner=david.brown`)).page).toContain(
    '<h1>David Brown的回访</h1>',
  );
  // Whoever sees their own alone can choose among these and those of nobody.
  const { page } = await wangFang.ask('/desk/calls?when=overdue');
  expect([...page.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)).toEqual(['me', 'none']);
  expect((await wangFang.ask('/desk')).page).toMatch(
    /<a href="\/desk\/calls\?when=overdue">其中逾期 51 项<\/a>/,
  );
});
