/** What other domains may ask the filters domain. */
export {
  conditionsOf,
  daysAsked,
  type FactReader,
  type FilteredCustomer,
  filterTest,
  filterViolations,
  termOf,
} from './filters.rules.ts';
export { filtersSentences } from './filters.sentences.ts';
export { fieldText, filterText, valueText } from './filters.texts.ts';
