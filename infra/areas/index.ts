/** Every area of the deployment, one stack each. */
import type { Area } from './area.ts';
import { callbacks } from './callbacks.ts';
import { commerce } from './commerce.ts';
import { contact } from './contact.ts';
import { customers } from './customers.ts';
import { desk } from './desk.ts';
import { people } from './people.ts';
import { platform } from './platform.ts';
import { surveys } from './surveys.ts';

export const areas: readonly Area[] = [
  people,
  customers,
  contact,
  commerce,
  surveys,
  callbacks,
  desk,
  platform,
];
