/** What callers are told of purchase analyses, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const analysesSentences: Sentences = { 'purchase analysis': '购买分析' };
