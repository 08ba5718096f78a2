/** What the imports domain keeps of a person: what they had before an import changed them. Rows in files expire. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { importedChangeItem } from './imports.items.ts';

export const personalImports: PersonalData = { items: [{ item: importedChangeItem }] };
