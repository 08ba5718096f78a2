/** Whether a text says that somebody is content: what the kept model makes of texts, and where it comes from. */
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../shared/texts/features.ts';
import { likelihood, openModel, sentimentOf } from '../../../shared/texts/sentiment.ts';
import { keptModels } from '../../../shared/texts/sentiment-model.ts';
import { examplesIn, judge, learn } from '../../bench/texts.ts';

const examples = examplesIn();

describe('the sentiment of a text', () => {
  it.each([
    ['zh-CN', '客服很耐心，问题很快就解决了，非常满意', 'positive'],
    ['zh-CN', '快递太慢了，包装也破了，很失望', 'negative'],
    ['zh-CN', '态度不太好', 'negative'],
    ['en', 'The staff was very friendly and helpful, great service.', 'positive'],
    ['en', 'Terrible. It broke after two days and nobody answered.', 'negative'],
    ['en', 'Not good, I would not recommend it', 'negative'],
    ['en', '👍', 'positive'],
    ['zh-CN', '😡', 'negative'],
  ] as const)('is told, in %s: %s', (language, text, sentiment) => {
    expect(sentimentOf(text, language).sentiment).toBe(sentiment);
  });

  it('is neutral where nothing says which', () => {
    for (const text of ['', '12345', '……', 'x'.repeat(2000)])
      expect(sentimentOf(text, languageOf(text))).toMatchObject({ sentiment: 'neutral' });
  });

  it('is told of a long text in a moment', () => {
    const started = performance.now();
    for (const text of ['😀'.repeat(1000), '好'.repeat(2000), 'not good '.repeat(220)])
      expect(sentimentOf(text, languageOf(text)).confidence).toBeGreaterThanOrEqual(0.5);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the language of a text', () => {
  it.each([
    ['快递很慢', 'zh-CN'],
    ['app 很好用, very nice', 'zh-CN'],
    ['Great service', 'en'],
    ['I ordered the 茶 set and it came broken', 'en'],
    ['', 'en'],
  ] as const)('of %j is %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe.skipIf(examples === undefined)('the kept model', () => {
  /** What tools that look words up in a list reach on balanced reviews. */
  it.each([
    ['zh-CN', 0.8],
    ['en', 0.77],
  ] as const)(
    'is better in %s than the usual lists of words, on lines it has not learned from',
    (language, usual) => {
      const model = openModel(keptModels[language]);
      const judged = judge(examples![language].test, (text) => likelihood(text, language, model) > 0.5);
      expect(judged.count).toBeGreaterThan(350);
      expect(judged.accuracy).toBeGreaterThan(usual);
    },
  );

  it.for(['zh-CN', 'en'] as const)(
    'of %s is what the command learns from the same examples',
    { timeout: 120_000 },
    (language, { skip }) => {
      const { training, isPartial } = examples![language];
      skip(isPartial, 'the corpus of Chinese reviews is not at hand');
      expect(learn(training, language)).toEqual(keptModels[language]);
    },
  );
});
