/** The pages of the desk, one line for each folder. */
export { assignmentsDeskPages } from './assignments-desk/assignments-desk.routes.ts';
export { callbackDeskPages } from './callback-desk/callback-desk.routes.ts';
export { callbacksDeskPages } from './callbacks-desk/callbacks-desk.routes.ts';
export { correctionsDeskPages } from './corrections-desk/corrections-desk.routes.ts';
export { customerDeskPages } from './customer-desk/customer-desk.routes.ts';
export { customerFormDeskPages } from './customer-form-desk/customer-form-desk.routes.ts';
export { customersDeskPages } from './customers-desk/customers-desk.routes.ts';
export { deletedDeskPages } from './deleted-desk/deleted-desk.routes.ts';
export { deskRoutes } from './desk/desk.routes.ts';
export { duplicatesDeskPages } from './duplicates-desk/duplicates-desk.routes.ts';
export { handoversDeskPages } from './handovers-desk/handovers-desk.routes.ts';
export { importsDeskPages } from './imports-desk/imports-desk.routes.ts';
export { peopleDeskPages } from './people-desk/people-desk.routes.ts';
export { relationsDeskPages } from './relations-desk/relations-desk.routes.ts';
export { timelineDeskPages } from './timeline-desk/timeline-desk.routes.ts';
export { worklistDeskPages } from './worklist-desk/worklist-desk.routes.ts';
