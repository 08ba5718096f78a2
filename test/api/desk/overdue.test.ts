/** What the desk calls overdue: the same as the list of those that are. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnCloud, ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';
import { openDepartment } from '../callbacks/department.ts';

let cloud: OwnCloud;
let wangFang: ReturnType<typeof createVisitor>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  const department = await openDepartment(cloud);
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
