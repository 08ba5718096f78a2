/** What the functions of imports find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the routes: keep files that come with a request, and sign addresses for others. */
export const importsHttpEnvironment = environment({
  PERSONAL_FILES_BUCKET: variable,
  IMPORT_DAYS: z.coerce.number().int().min(1),
});

/** Of the work. */
export const importsWorkEnvironment = environment({
  PERSONAL_FILES_BUCKET: variable,
  IMPORTS_QUEUE_URL: variable,
  BULK_PER_SECOND: z.coerce.number().int().min(1),
});
