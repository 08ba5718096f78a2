/** What the functions of the domain of exports of answers find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of what makes the files: keeps them for some days. */
export const answerExportsMakingEnvironment = environment({
  ANSWER_EXPORTS_QUEUE_URL: variable,
  PERSONAL_FILES_BUCKET: variable,
  EXPORT_DAYS: z.coerce.number().int().min(1),
});

/** Of the routes: hands out links to these files. */
export const answerExportsHttpEnvironment = environment({ PERSONAL_FILES_BUCKET: variable });
