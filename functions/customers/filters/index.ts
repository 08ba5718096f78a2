/** What other domains may ask the filters domain. */
export { filterTest, filterViolations, termOf } from './filters.rules.ts';
export { filtersSentences } from './filters.sentences.ts';
export { fieldText, filterText, valueText } from './filters.texts.ts';
