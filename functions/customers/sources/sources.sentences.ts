/** What callers are told of sources, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const sourcesSentences: Sentences = {
  'Managers say which source may write over what.': '各来源可覆盖哪些内容由经理决定。',
};
