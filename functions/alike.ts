/** Who may be a customer that is about to be created, one line for each domain that knows: what opens it on a table. */
export { createAlikeReader as duplicates } from './customers/duplicates/index.ts';
