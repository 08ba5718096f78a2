/** Answers the routes of the customers area. */
import { httpFunction } from '../../shared/runtime/http.ts';
import { auditSentences } from '../people/audit/index.ts';
import { createCallerReader, teamsSentences } from '../people/teams/index.ts';
import * as routes from './routes.ts';

export const handler = httpFunction(routes, createCallerReader, [auditSentences, teamsSentences]);
