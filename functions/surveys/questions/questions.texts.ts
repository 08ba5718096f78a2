/** What questions say by themselves: what the ends of the scales mean, and what is wrong with an answer. */
import type { Language } from '../../../shared/values/language.ts';
import type { AnswerViolation } from './operations/read-answer.ts';
import type { Scale } from './questions.schema.ts';

type Ends = readonly [lowest: string, highest: string];

const ends: Readonly<Record<Language, Readonly<Record<Scale, Ends>>>> = {
  'zh-CN': {
    nps: ['0 = 完全不可能', '10 = 非常可能'],
    csat: ['1 = 非常不满意', '5 = 非常满意'],
    ces: ['1 = 非常不同意', '7 = 非常同意'],
    rating: ['1 = 很差', '5 = 很好'],
  },
  en: {
    nps: ['0 = not at all likely', '10 = extremely likely'],
    csat: ['1 = very dissatisfied', '5 = very satisfied'],
    ces: ['1 = strongly disagree', '7 = strongly agree'],
    rating: ['1 = very bad', '5 = very good'],
  },
};

export function endsOf(scale: Scale, language: Language): Ends {
  return ends[language][scale];
}

interface Texts {
  readonly required: string;
  readonly optional: string;
  readonly textHint: string;
  readonly violations: Readonly<Record<AnswerViolation, string>>;
  readonly other: string;
  readonly sayOther: string;
  readonly agree: string;
}

/** What forms say by themselves, beside the words of the questions. */
export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    required: '必答',
    optional: '选答',
    textHint: '最多 2000 字。请勿填写密码、证件号码等敏感信息。',
    violations: {
      missing: '请回答这个问题。',
      'not-a-choice': '请选择列出的选项之一。',
      'too-long': '内容太长，最多 2000 字。',
      'not-text': '内容含有无法保存的字符，请重新输入。',
      'too-many': '选择的项目太多。',
      'no-number': '请输入数字，例如 12 或 3.5，小数位不要过多。',
      'out-of-range': '超出可填写的范围。',
      'no-day': '请输入日期，例如 2026-11-21。',
      'say-other': '请说明“其他”是什么。',
    },
    other: '其他',
    sayOther: '如选“其他”，请说明',
    agree: '同意',
  },
  en: {
    required: 'required',
    optional: 'optional',
    textHint: 'At most 2,000 characters. Please leave out passwords and other sensitive data.',
    violations: {
      missing: 'Please answer this question.',
      'not-a-choice': 'Please choose one of the options shown.',
      'too-long': 'This is too long: at most 2,000 characters.',
      'not-text': 'This holds characters that cannot be stored. Please type it again.',
      'too-many': 'Please choose fewer.',
      'no-number': 'Please enter a number such as 12 or 3.5, with no more decimals than are asked for.',
      'out-of-range': 'This lies outside of what can be answered.',
      'no-day': 'Please enter a day such as 2026-11-21.',
      'say-other': 'Please say what else it is.',
    },
    other: 'Something else',
    sayOther: 'If something else: what is it?',
    agree: 'I agree',
  },
};
