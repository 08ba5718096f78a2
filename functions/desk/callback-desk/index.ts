/** What the lists of work share with the pages of one call. */
export { type Given, givenNote, ownerName, wantedFields, wantedNames } from './callback-desk.page.ts';
export { readCustomerOf, readGivable, readGiven, wantedHoursIn } from './callback-desk.routes.ts';
export { texts as callTexts } from './callback-desk.texts.ts';
export { sayAnswer, sayScore } from './operations/show-answers.ts';
export { callLink, closedTable, labelOf, whyOf } from './operations/show-rows.ts';
