/** What the functions of the privacy domain find in their environment. */
import * as z from 'zod';
import { brandVariables, environment, variable } from '../../../shared/runtime/environment.ts';

const days = z.coerce.number().int().min(1);

/** Of the routes: shows links, and says by when an erasure has to be done. */
export const privacyHttpEnvironment = environment({
  LINK_SECRET_ARN: variable,
  PUBLIC_URL: variable,
  ERASURE_DAYS: days,
});

/** Of the work: computes the tokens of links, and keeps files. */
export const privacyWorkEnvironment = environment({
  LINK_SECRET_ARN: variable,
  PERSONAL_FILES_BUCKET: variable,
  EXPORT_DAYS: days,
  ERASURE_DAYS: days,
});

/** Of the page that hands files out. */
export const privacyDownloadEnvironment = environment({ ...brandVariables, PERSONAL_FILES_BUCKET: variable });
