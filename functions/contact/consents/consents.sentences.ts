/** What callers are told of consents, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const consentsSentences: Sentences = {};
