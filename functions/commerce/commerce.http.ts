/** Answers the routes of the commerce area. */
import { httpFunction } from '../../shared/runtime/http.ts';
import { customersSentences } from '../customers/customers/index.ts';
import { fieldsSentences } from '../customers/fields/index.ts';
import { filtersSentences } from '../customers/filters/index.ts';
import { createCallerReader, teamsSentences } from '../people/teams/index.ts';
import * as routes from './routes.ts';

export const handler = httpFunction(routes, createCallerReader, [
  customersSentences,
  teamsSentences,
  fieldsSentences,
  filtersSentences,
]);
