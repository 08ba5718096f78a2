/** The pages of the desk, one line for each folder. */
export { callbacksDeskPages } from './callbacks-desk/callbacks-desk.routes.ts';
export { deskRoutes } from './desk/desk.routes.ts';
export { peopleDeskPages } from './people-desk/people-desk.routes.ts';
