/** The pages of the desk, one line for each folder. */
export { assignmentsDeskPages } from './assignments-desk/assignments-desk.routes.ts';
export { callbackDeskPages } from './callback-desk/callback-desk.routes.ts';
export { callbacksDeskPages } from './callbacks-desk/callbacks-desk.routes.ts';
export { deskRoutes } from './desk/desk.routes.ts';
export { handoversDeskPages } from './handovers-desk/handovers-desk.routes.ts';
export { peopleDeskPages } from './people-desk/people-desk.routes.ts';
