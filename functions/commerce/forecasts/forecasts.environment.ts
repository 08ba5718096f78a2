/** What the functions of the forecasts domain find in their environment. */
import * as z from 'zod';
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Of the fitting: it continues itself. */
export const forecastsFittingEnvironment = environment({
  FORECASTS_QUEUE_URL: variable,
  BULK_PER_SECOND: z.coerce.number().int().min(1),
});
