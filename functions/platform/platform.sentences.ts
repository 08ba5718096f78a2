/** What callers are told of platform, in Chinese. */
import type { Sentences } from '../../shared/errors/in-chinese.ts';

export const platformSentences: Sentences = {
  'There is nothing under this path, in which %2F counts as a slash. /reference lists all that there is.':
    '该路径下没有内容（路径中的 %2F 视为斜杠）。/reference 列出了全部接口。',
  '{0} is not possible here. Possible: {1}.': '此处不支持 {0}。支持：{1}。',
};
