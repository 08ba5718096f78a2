/** What other domains may ask the audit domain. */
export { assertRestoredAs } from './audit.rules.ts';
export { auditSentences } from './audit.sentences.ts';
