/** What callers are told of duplicates, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const duplicatesSentences: Sentences = {
  'pair of customers': '客户对',
  'A customer makes no pair with themselves.': '客户不能与自己构成一对。',
  'must be another customer': '必须是另一位客户',
  'Managers say from which score on customers are taken for one.': '由经理设定判为重复客户的分数。',
};
