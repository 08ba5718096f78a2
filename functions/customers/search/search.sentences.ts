/** What callers are told of a search, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const searchSentences: Sentences = {
  'There is nothing to look up in this text.': '此文本中没有可供查找的内容。',
  'must have a Chinese character, two letters or two digits that stand together':
    '须含一个汉字，或相连的两个字母或数字',
  'must have at most {0} words': '最多 {0} 个词',
  'Your role does not show you how to reach customers.': '您的角色不能查看客户的联系方式。',
};
