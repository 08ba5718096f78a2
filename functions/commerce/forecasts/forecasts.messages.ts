/** What lies in the queue of forecasts beside events. */
import * as z from 'zod';
import { forecastId } from './forecasts.schema.ts';

/** The next step of a forecast, as its version says; an older one is a second delivery. */
export const ForecastStep = z.strictObject({ forecastId: forecastId.schema, version: z.int() });
export type ForecastStep = z.infer<typeof ForecastStep>;
