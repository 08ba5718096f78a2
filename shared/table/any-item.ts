/** An item of any kind, by its place: for those who read what others have written, such as the trail. */
import * as z from 'zod';
import { defineItem } from './item.ts';

export const anyItem = defineItem({
  name: 'any',
  v: 1,
  retention: 'record',
  schema: z.looseObject({ pk: z.string(), sk: z.string() }),
  key: ['{pk}', '{sk}'],
});
