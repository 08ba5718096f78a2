/** The events function of the area. */
import { eventsFunction } from '../../shared/runtime/queue.ts';
import * as consumers from './consumers.ts';

export const handler = eventsFunction(consumers);
