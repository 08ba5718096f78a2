/** What the texts domain keeps of a person: what they wrote. */
import { fromRecord } from '../../../shared/table/item.ts';
import { type PersonalData, removal } from '../../../shared/table/personal-data.ts';
import { commentItem } from './texts.items.ts';
import { amountsOf, difference } from './texts.rules.ts';
import { counted } from './texts.store.ts';

/** A text goes whole, and is counted no more, for nothing that could be counted again is left of it. */
export const personalTexts: PersonalData = {
  items: [
    {
      item: commentItem,
      erase(record) {
        const comment = fromRecord(commentItem, record);
        const amounts = difference(amountsOf(comment), {});
        return { result: 'removed', writes: [removal(record), counted(comment, amounts)] };
      },
    },
  ],
};
