/** What the function that takes the events of callbacks finds in its environment. */
import * as z from 'zod';
import { environment } from '../../../shared/runtime/environment.ts';

export const callbacksEventsEnvironment = environment({
  /** Whether mails about callbacks say who the customer is and what they said. */
  CALLBACK_MAIL_DETAILS: z.enum(['full', 'none']),
});
