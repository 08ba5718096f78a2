/** Answers the routes of the people area. */
import { httpFunction } from '../../shared/runtime/http.ts';
import * as routes from './routes.ts';
import { createCallerReader } from './teams/index.ts';

export const handler = httpFunction(routes, createCallerReader);
