/** What other pages say of customers and their fields. */
export { texts as customerTexts } from './customer-form-desk.texts.ts';
export { readDefinitions } from './operations/read-definitions.ts';
export { customerLink, customerPath, labelOf, nameOfField, sayValue } from './operations/say-value.ts';
