/** What the pages of the desk say: each label in one place, and a Chinese one wherever there is an English one. */
import { expect, it } from 'vitest';
import { texts as assignments } from '../../../functions/desk/assignments-desk/assignments-desk.texts.ts';
import { texts as callbacks } from '../../../functions/desk/callbacks-desk/callbacks-desk.texts.ts';
import { texts as closedLoop } from '../../../functions/desk/closed-loop-desk/closed-loop-desk.texts.ts';
import { common } from '../../../functions/desk/desk/index.ts';
import { texts as handovers } from '../../../functions/desk/handovers-desk/handovers-desk.texts.ts';
import { texts as people } from '../../../functions/desk/people-desk/people-desk.texts.ts';
import { texts as results } from '../../../functions/desk/results-desk/results-desk.texts.ts';

const folders = { assignments, callbacks, handovers, people };

/** Labels of one folder that are not those of all, in both languages, and their names. */
function ownLabels({ en, 'zh-CN': chinese }: { readonly en: object; readonly 'zh-CN': object }) {
  return Object.entries(en)
    .filter(([name]) => !Object.hasOwn(common.en, name))
    .map(([name, english]) => [name, `${String(english)} / ${String(Reflect.get(chinese, name))}`] as const)
    .filter(([, said]) => !said.includes('[object'));
}

it('have each label in one place', () => {
  const all = Object.entries(folders).flatMap(([folder, texts]) =>
    ownLabels(texts).map(([name, said]) => ({ said, where: `${folder}.${name}` })),
  );
  const shared = new Set<string>();
  for (const [name, english] of Object.entries(common.en))
    shared.add(`${String(english)} / ${String(Reflect.get(common['zh-CN'], name))}`);
  const byLabel = Map.groupBy(all, ({ said }) => said);
  const twice = [...byLabel].filter(
    ([said, places]) => shared.has(said) || new Set(places.map(({ where }) => where.split('.')[0])).size > 1,
  );
  expect(twice.map(([said, places]) => [said, places.map(({ where }) => where)])).toEqual([]);
});

it('say one of something as one', () => {
  expect(results.en.courseIs('Monday', 'Monday', 1)).toContain('at one time.');
  expect(closedLoop.en.within(1, 'high')).toBe('a call within 1 working hour, priority high');
});

it('call a team by its name, and a person by theirs', () => {
  expect(people['zh-CN'].teamName).toBe('名称');
  expect(people['zh-CN'].name).toBe('姓名');
  expect(people['zh-CN'].noPeople).toBe('无');
});
