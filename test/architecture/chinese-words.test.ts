/** One thing has one word in Chinese, as docs/adding-a-domain.md says. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What else the word may stand in: a ready questionnaire is no survey yet, and events are held. */
const others: Readonly<Record<string, RegExp>> = {
  问卷: /现成问卷|问卷调查|questionnaire: '问卷'|一份现成问卷/,
  活动: /我们会告诉您新品、活动和优惠/,
};

it.each(Object.entries(others))('%s is neither a survey nor a campaign', (word, other) => {
  const lines = globSync('functions/**/*.ts').flatMap((path) => {
    const found = readFileSync(path, 'utf8').split('\n');
    return found.map((line, index) => ({ at: `${path}:${index + 1}`, line }));
  });
  const wrong = lines.filter(({ line }) => line.includes(word) && !other.test(line));
  expect(wrong).toEqual([]);
});
