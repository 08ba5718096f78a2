/** What callers are told of reports, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const reportsSentences: Sentences = {
  report: '报告',
};
