/** Serves the pages of the desk. */
import { pagesHandler } from '../../shared/runtime/http.ts';
import { openResources } from '../../shared/runtime/resources.ts';
import { deskEnvironment } from './desk/desk.environment.ts';
import { createDesk, problemPageOf } from './desk/index.ts';
import * as routes from './routes.ts';

const resources = openResources(deskEnvironment);
const desk = createDesk(resources);

export const handler = pagesHandler(
  Object.values(routes).flatMap((each) => each.bind(desk)),
  () => resources.table,
  { problem: problemPageOf(desk) },
);
