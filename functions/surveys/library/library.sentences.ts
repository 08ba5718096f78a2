/** What callers are told of the library, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const librarySentences: Sentences = { questionnaire: '问卷' };
