import { describe, expect, it } from 'vitest';
import { languageFor } from '../../../shared/values/language.ts';

describe('the language of a page or mail', () => {
  const both = ['zh-CN', 'en'] as const;

  it.each([
    [{ asked: 'en', known: 'zh-CN' as const, accepted: 'zh' }, 'en'],
    [{ asked: 'fr', known: 'en' as const, accepted: 'zh' }, 'en'],
    [{ accepted: 'fr-CH, en-GB;q=0.8, zh;q=0.5' }, 'en'],
    [{ accepted: 'zh-Hans-CN,en;q=0.5' }, 'zh-CN'],
    [{ accepted: '*' }, 'zh-CN'],
    [{}, 'zh-CN'],
  ])('for %o is %s', (wishes, language) => {
    expect(languageFor(wishes, both, 'zh-CN')).toBe(language);
  });

  it('is always one that is offered', () => {
    expect(languageFor({ asked: 'en', known: 'en' }, ['zh-CN'], 'zh-CN')).toBe('zh-CN');
  });
});
