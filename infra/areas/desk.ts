import { deskEnvironment } from '../../functions/desk/desk/desk.environment.ts';
import type { Area } from './area.ts';
import { knowBrand, signPeopleIn } from './uses.ts';

/** Pages for staff. They call the API with the token of whoever is signed in, so nothing of the table but sessions, and who chose which language. */
export const desk: Area = {
  name: 'desk',
  pages: {
    purpose: 'Shows the pages of the desk to staff who have signed in.',
    impact: 'staff cannot sign in or work at the desk.',
    environment: deskEnvironment,
    uses: [knowBrand, signPeopleIn],
    table: { items: ['GetItem', 'PutItem', 'DeleteItem'] },
  },
};
