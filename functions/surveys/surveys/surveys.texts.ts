/** What the ends of the scales mean, on pages and in mails. */
import type { Language } from '../../../shared/values/language.ts';
import type { Scale } from './surveys.schema.ts';

type Ends = readonly [lowest: string, highest: string];

const ends: Readonly<Record<Language, Readonly<Record<Scale, Ends>>>> = {
  'zh-CN': {
    nps: ['0 = 完全不可能', '10 = 非常可能'],
    csat: ['1 = 非常不满意', '5 = 非常满意'],
    rating: ['1 = 很差', '5 = 很好'],
  },
  en: {
    nps: ['0 = not at all likely', '10 = extremely likely'],
    csat: ['1 = very dissatisfied', '5 = very satisfied'],
    rating: ['1 = very bad', '5 = very good'],
  },
};

export function endsOf(scale: Scale, language: Language): Ends {
  return ends[language][scale];
}
