/** What the domain of exports of answers tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { surveyId } from '../surveys/surveys.schema.ts';
import { answerExportId } from './answer-exports.schema.ts';

const subject = { answerExportId: answerExportId.schema, surveyId: surveyId.schema, version: z.int() };
/** The names of the fields; their values are in the change item. */
const changed = z.array(z.string());

/** Somebody wants the answers to a survey as CSV. */
export const answerExportRequested = event('answerexport.requested', z.object(subject));
/** Whoever asked for it was given the addresses of its files. */
export const answerExportHandedOut = event('answerexport.handed-out', z.object(subject));
export const answerExportMade = event('answerexport.made', z.object({ ...subject, changed }));
export const answerExportCancelled = event('answerexport.cancelled', z.object({ ...subject, changed }));
