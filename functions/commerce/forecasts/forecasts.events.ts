/** What the forecasts domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { forecastId } from './forecasts.schema.ts';

const subject = { forecastId: forecastId.schema, version: z.int() };

export const forecastStarted = event('forecast.started', z.object(subject));
export const forecastDone = event('forecast.done', z.object({ ...subject, changed: z.array(z.string()) }));
