/** What other domains may ask the search domain: the one spelling of texts, and what of a customer a row shows. */
export { type Spell, spell } from './operations/spell-names.ts';
export { foldedAddress, foundCustomer, nationalDigits, wordsOf } from './search.rules.ts';
