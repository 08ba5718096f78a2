/** How what the desk keeps lies in the one table. */
import { defineItem } from '../../../shared/table/item.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { endOf } from './desk.rules.ts';
import { ChosenLanguage, Session } from './desk.schema.ts';

/** Without any index: it is only ever found by its cookie. */
export const sessionItem = defineItem({
  name: 'session',
  v: 1,
  retention: 'trace',
  schema: Session,
  key: ['SESSION#{hash}', '-'],
  expires: (session) => epochSeconds(endOf(session)),
});

/** Without any index, too: it is only ever found by who signs in. */
export const chosenLanguageItem = defineItem({
  name: 'chosen-language',
  v: 1,
  retention: 'record',
  schema: ChosenLanguage,
  key: ['DESK#{staffId}', 'LANGUAGE'],
});
