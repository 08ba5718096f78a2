/** What lies in the queue of exports of answers beside events. */
import * as z from 'zod';
import { answerExportId } from './answer-exports.schema.ts';

/** An export goes on with this step. */
export const ExportMessage = z.strictObject({ answers: answerExportId.schema, step: z.int().min(1) });
