/** What other pages of the desk may ask of those of results. */
export { choiceOf, textOf } from './operations/draw-results.ts';
export { filledFields } from './results-desk.rules.ts';
