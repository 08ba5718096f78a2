/** Answers the routes of the people area. */
import { httpFunction } from '../../shared/runtime/http.ts';
import type { Table } from '../../shared/table/table.ts';
import { createHiddenFields } from '../customers/fields/index.ts';
import * as routes from './routes.ts';
import { createCallerReader } from './teams/index.ts';

/** The trail shows what was changed of customers, too. */
const openCallers = (table: Table) => ({
  ...createCallerReader(table),
  hiddenFieldsOf: createHiddenFields(table),
});

export const handler = httpFunction(routes, openCallers);
