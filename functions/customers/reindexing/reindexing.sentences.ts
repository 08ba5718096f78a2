/** What callers are told of a reindexing, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const reindexingSentences: Sentences = {
  reindexing: '重建索引任务',
  'Managers have all customers taken up again.': '由经理重建全部客户的索引。',
};
