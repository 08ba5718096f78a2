/** What callers are told of products, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const productsSentences: Sentences = { product: '产品' };
