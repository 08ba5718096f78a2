/** How the due list lies in the one table. */
import * as z from 'zod';
import { defineItem } from '../../shared/table/item.ts';
import { definePattern } from '../../shared/table/pattern.ts';

/** What the sweep reads of an item of any domain: `shared/scheduling/due-list.ts` has put its keys into `gsi3`. */
export const Waiting = z.looseObject({ pk: z.string(), sk: z.string(), gsi3sk: z.string() });
export type Waiting = z.infer<typeof Waiting>;

const waitingItem = defineItem({
  name: 'whatever waits',
  v: 1,
  schema: Waiting,
  key: ['{pk}', '{sk}'],
});

export const dueList = definePattern({
  question: 'What of this lane has waited until now? By time.',
  item: waitingItem,
  index: 'gsi3',
  partition: 'DUE#{lane}#{shard}',
});
