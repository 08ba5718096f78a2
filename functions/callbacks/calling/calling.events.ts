/** What the calling domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';

/** The department calls in another way. */
export const callbackSettingsChanged = event(
  'callback-settings.changed',
  z.object({ version: z.int(), changed: z.array(z.string()) }),
);
