import { describe, expect, it } from 'vitest';
import { sentences } from '../../shared/errors/in-chinese.ts';
import { raisedTexts } from '../support/raised-texts.ts';

/** What stands inside a sentence and is made in ways that the source does not show at once. */
const parts = [
  'a number from {0} to {1} or {2} to {3}',
  'a number from {0} to {1}',
  'callbacks: {0}, customers: {1}',
  'customers: {0}',
  'callbacks: {0}',
  'e-mail address',
  'phone number',
  'external id',
  '`{0}` or {1}',
  '"{0}" and {1}',
];
const raised = raisedTexts();

describe('what the API tells people', () => {
  it('is found in the source, however it is passed on', () => {
    const found = new Set(raised.map(({ text }) => text));
    expect([...found]).toEqual(
      expect.arrayContaining([
        // AppError; a function that words a violation; a check; options of a check; issues; constants; what words nothing
        'Customers are looked after by active staff.',
        'must lie within the next 20 years',
        'must be a phone number in E.164, such as +8613812345678',
        'must say when to call again',
        'stands in the list twice, first as entry {0}',
        'must lie in the years {0} to {1} (UTC)',
        'must leave at least {0} hours between two runs; the setting shortestCampaignHours says so',
        'must be an instant with an offset, such as 2026-11-21T09:00:00Z',
        'There is no such {0}.',
        'member of staff',
      ]),
    );
    expect(raised.filter(({ text }) => text === undefined)).toEqual([]);
  });

  it('has its Chinese in shared/errors/in-chinese.ts', () => {
    const missing = raised.filter(({ text = '' }) => !Object.hasOwn(sentences, text));
    expect(missing).toEqual([]);
  });

  it('has no Chinese for what nobody says any more', () => {
    const said = new Set([...raised.map(({ text }) => text), ...parts]);
    expect(Object.keys(sentences).filter((english) => !said.has(english))).toEqual([]);
  });

  it.each(Object.entries(sentences))('%s', (english, chinese) => {
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect([...chinese.matchAll(/\{\d\}/g)].map(String).sort()).toEqual(
      [...english.matchAll(/\{\d\}/g)].map(String).sort(),
    );
  });
});
