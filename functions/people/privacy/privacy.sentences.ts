/** What callers are told of exports and erasures, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const privacySentences: Sentences = { customer: '客户', export: '导出', erasure: '删除记录' };
