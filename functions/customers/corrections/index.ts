/** What other domains may ask the corrections domain: how what was changed in bulk is given back. */
export { differences, givenBack } from './corrections.rules.ts';
