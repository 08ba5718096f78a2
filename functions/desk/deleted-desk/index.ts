/** What the page of one customer shows of somebody who was deleted. */

export { bringBack, findDeletion, mayRestore, showGone } from './deleted-desk.routes.ts';
export { texts as deletedTexts } from './deleted-desk.texts.ts';
