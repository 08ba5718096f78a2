/** How the pace lies in the one table: one row for each channel, written once for all the turns that a batch takes together. */
import { defineItem } from '../../../shared/table/item.ts';
import { Pace } from './pacing.schema.ts';

export const paceItem = defineItem({
  name: 'pace',
  v: 1,
  retention: 'state',
  schema: Pace,
  key: ['RATE#mail', '-'],
});

/** Texts have a rate of their own. */
export const textPaceItem = defineItem({
  name: 'pace-sms',
  v: 1,
  retention: 'state',
  schema: Pace,
  key: ['RATE#sms', '-'],
});
