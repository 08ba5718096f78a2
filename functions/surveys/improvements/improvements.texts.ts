/** What improvements say to people beside the errors. */
import type { Language } from '../../../shared/values/language.ts';

interface Texts {
  readonly groupWithoutAnswers: string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    groupWithoutAnswers:
      '该调查至今没有任何轮次含有此分组的回答：有了之后才能衡量。请核对分组的值是否与结果中的一致。',
  },
  en: {
    groupWithoutAnswers:
      'No wave of the survey has an answer of this group so far: it is measured once one has. Compare how the results name the group.',
  },
};
