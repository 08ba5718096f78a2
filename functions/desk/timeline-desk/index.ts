/** What the page of a customer shows of the timeline. */
export { readKnown } from './operations/read-known.ts';
export { contactFields, type TimelineView, timelineSection } from './timeline-desk.page.ts';
export { attachTo, faultOfFile, refusedFile } from './timeline-desk.routes.ts';
export { contactFrom, fileIn, periodOf } from './timeline-desk.rules.ts';
export { texts as timelineTexts } from './timeline-desk.texts.ts';
