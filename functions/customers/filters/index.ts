/** What other domains may ask the filters domain. */
export { filterTest, filterViolations, termOf } from './filters.rules.ts';
export { filtersSentences } from './filters.sentences.ts';
export { filterText } from './filters.texts.ts';
