/** What other domains may ask the search domain: the one spelling of texts. */
export { type Spell, spell } from './operations/spell-names.ts';
export { foldedAddress, nationalDigits, wordsOf } from './search.rules.ts';
