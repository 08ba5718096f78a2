/** The texts that customers agree to, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { type EventContext, systemContext } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, type Write } from '../../../shared/table/write.ts';
import { consentTextPublished } from './consents.events.ts';
import { consentTextItem, textsOfPurpose } from './consents.items.ts';
import { numberOf } from './consents.rules.ts';
import type { ConsentPurpose, ConsentText } from './consents.schema.ts';
import { builtInWords } from './consents.texts.ts';

export type ConsentTexts = ReturnType<typeof createConsentTexts>;

export function createConsentTexts(table: Pick<Table, 'find' | 'listItems'>) {
  const list = (purpose: ConsentPurpose, page: PageRequest) =>
    table.listItems(textsOfPurpose, { purpose }, { ...page, consistent: true });
  return {
    find: (purpose: ConsentPurpose, version: number): Promise<ConsentText | undefined> =>
      table.find(consentTextItem, { purpose, number: numberOf(version) }),

    /** What pages and mails show now; undefined while nobody has put a text. One read unit. */
    findNewest: async (purpose: ConsentPurpose): Promise<ConsentText | undefined> =>
      (await list(purpose, { limit: 1 })).items[0],

    /** Newest first. */
    list,

    /** The words of the product, kept as the first version because somebody is about to agree to them. */
    publishBuiltIn(purpose: ConsentPurpose, { at, correlationId }: EventContext) {
      const text = { purpose, version: 1, text: builtInWords[purpose], publishedAt: at, by: 'rapport' };
      return { text, writes: this.publish(text, systemContext('consents', correlationId, at)) };
    },

    publish({ purpose, version, ...rest }: ConsentText, context: EventContext): readonly Write[] {
      const data = { purpose, record: purpose, version };
      const { pk } = keyOf(consentTextItem, { purpose, number: numberOf(version) });
      const changes = { before: {}, after: { version, text: rest.text } };
      return [
        insert(consentTextItem, { purpose, version, ...rest }, { onConflict: 'retry' }),
        changeEvent(pk, consentTextPublished, data, context, changes),
      ];
    },
  };
}
