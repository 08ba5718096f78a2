/** Answers the routes of the customers area. */
import { httpFunction } from '../../shared/runtime/http.ts';
import type { Table } from '../../shared/table/table.ts';
import { auditSentences } from '../people/audit/index.ts';
import { createCallerReader, teamsSentences } from '../people/teams/index.ts';
import { createHiddenFields } from './fields/index.ts';
import { filtersSentences } from './filters/index.ts';
import * as routes from './routes.ts';

const openCallers = (table: Table) => ({
  ...createCallerReader(table),
  hiddenFieldsOf: createHiddenFields(table),
});

export const handler = httpFunction(routes, openCallers, [auditSentences, teamsSentences, filtersSentences]);
