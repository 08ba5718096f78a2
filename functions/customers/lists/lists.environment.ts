/** What the functions of the lists domain find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the jobs: keeps the files of extracts for some days. */
export const listsJobsEnvironment = environment({
  LISTS_QUEUE_URL: variable,
  PERSONAL_FILES_BUCKET: variable,
  EXPORT_DAYS: z.coerce.number().int().min(1),
});

/** Of the routes: hands out links to these files. */
export const listsHttpEnvironment = environment({ PERSONAL_FILES_BUCKET: variable });
