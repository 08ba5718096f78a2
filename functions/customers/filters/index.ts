/** What other domains may ask the filters domain. */
export { filterTest, filterViolations } from './filters.rules.ts';
export { filtersSentences } from './filters.sentences.ts';
export { filterText } from './filters.texts.ts';
