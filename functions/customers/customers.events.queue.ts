/** Takes everything that the domains of the customers area listen to. */
import { eventsFunction } from '../../shared/runtime/queue.ts';
import * as consumers from './consumers.ts';

export const handler = eventsFunction(consumers);
