/** What callers are told of results, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const resultsSentences: Sentences = {
  'must be a month such as 2026-11': '必须是月份，例如 2026-11',
};
