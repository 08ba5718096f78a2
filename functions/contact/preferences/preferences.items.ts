/** How what customers are asked lies in the one table. */
import { defineItem } from '../../../shared/table/item.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { ConsentRequest } from './preferences.schema.ts';

/** So long after it has expired the link still tells that it was used or has expired. */
const restSeconds = 365 * 24 * 60 * 60;

/** Without any index: it is only ever found by its link. */
export const consentRequestItem = defineItem({
  name: 'consent-request',
  v: 1,
  retention: 'trace',
  schema: ConsentRequest,
  key: ['CONSENT-REQUEST#{hash}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
});
