/** What other pages say of what is to be corrected. */
export { texts as worklistTexts } from './worklist-desk.texts.ts';
