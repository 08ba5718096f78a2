/** Serves the pages of the desk. */
import { pagesHandler } from '../../shared/runtime/http.ts';
import { openResources } from '../../shared/runtime/resources.ts';
import { deskEnvironment } from './desk/desk.environment.ts';
import { createDesk, problemPageOf } from './desk/index.ts';
import * as routes from './routes.ts';

const resources = openResources(deskEnvironment);
const desk = createDesk(resources);

const bound = Object.values(routes).flatMap((each) => each.bind(desk));

export const handler = pagesHandler(bound, () => resources.table, {
  problem: problemPageOf(desk),
});
