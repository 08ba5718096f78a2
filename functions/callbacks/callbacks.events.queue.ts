/** Takes everything that the domains of the callbacks area listen to, and the firings of their schedules. */
import { eventsFunction } from '../../shared/runtime/queue.ts';
import * as consumers from './consumers.ts';

export const handler = eventsFunction(consumers);
