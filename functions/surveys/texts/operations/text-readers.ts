import type { Sentiment } from '../../../../shared/texts/sentiment.ts';
import { sentimentOf } from '../../../../shared/texts/sentiment.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { textReaderNames } from '../texts.schema.ts';

/** Tells whether a text says that somebody is content. A service that does, such as Amazon Comprehend or Bedrock, fits here. */
export interface TextReader {
  read(text: string, language: Language): Promise<Sentiment>;
}

/** By the model that is kept beside the code: no text leaves the function. */
const local: TextReader = { read: async (text, language) => sentimentOf(text, language) };

const readers: Readonly<Record<(typeof textReaderNames)[number], TextReader>> = { local };

/** The reader of the setting `textReader`. */
export function openTextReader(name: (typeof textReaderNames)[number]): TextReader {
  return readers[name];
}
