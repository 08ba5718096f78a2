/** How the due list lies in the one table. */
import * as z from 'zod';
import { defineItem } from '../../shared/table/item.ts';
import { definePattern } from '../../shared/table/pattern.ts';

/** Stands for an item of any domain: whatever waits puts the keys of `shared/scheduling/due-list.ts` into `gsi3`. */
const waitingItem = defineItem({
  name: 'whatever waits',
  v: 1,
  schema: z.looseObject({ gsi3sk: z.string() }),
  key: ['{pk}', '{sk}'],
});

export const dueList = definePattern({
  question: 'What of this lane has waited until now? By time.',
  item: waitingItem,
  index: 'gsi3',
  partition: 'DUE#{lane}#{day}#{shard}',
});
