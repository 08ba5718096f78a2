/** What the responses domain keeps of a person: their answers. */
import { fromRecord, toRecord } from '../../../shared/table/item.ts';
import { type PersonalData, removal } from '../../../shared/table/personal-data.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { IdKind } from '../../../shared/values/ids.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { invitationId } from '../invitations/invitations.schema.ts';
import { answerDraftItem, responseItem, suspectResponseItem } from './responses.items.ts';
import { type Response, responseId } from './responses.schema.ts';

/**
 * An answer that is counted goes on to stand among those of its survey, as that of nobody: its numbers and choices without
 * a word of it, under ids that were made up and lead nowhere. So no list says something else than the counts do.
 */
export const personalResponses: PersonalData = {
  items: [
    {
      item: responseItem,
      erase(record) {
        const response = fromRecord(responseItem, record);
        if (response.countedAt === undefined) return { result: 'later' };
        const anonymous = toRecord(responseItem, anonymised(response));
        const place = { pk: String(anonymous.pk), sk: String(anonymous.sk) };
        return {
          result: 'cleaned',
          writes: [removal(record), { action: 'Put', key: place, record: anonymous, onConflict: 'retry' }],
        };
      },
    },
    { item: suspectResponseItem },
    { item: answerDraftItem },
  ],
};

/**
 * Its time is that of the month alone, and so is the one its ids bear: of the instant of the answer and of the erasure tell
 * the trail of whoever was erased and the call that came of it.
 */
function anonymised({ commentedOn, ...response }: Response): Response {
  const month = `${response.answeredAt.slice(0, 'yyyy-mm'.length)}-01T00:00:00.000Z`;
  const numbers = Object.entries(response.answers).filter(([, answer]) => typeof answer !== 'string');
  const madeUp = (kind: IdKind) => derivedId(kind, month, crypto.randomUUID());
  return {
    ...response,
    id: madeUp(responseId),
    customerId: madeUp(customerId),
    invitationId: madeUp(invitationId),
    ...{ answeredAt: month, countedAt: month },
    answers: Object.fromEntries(numbers),
  };
}
