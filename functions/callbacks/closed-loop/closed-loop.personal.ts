/** What the closed loop keeps of a person: that an answer of theirs was followed up, when and what has changed. */
import { fromRecord, toRecord } from '../../../shared/table/item.ts';
import { type PersonalData, removal } from '../../../shared/table/personal-data.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { IdKind } from '../../../shared/values/ids.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { responseId } from '../../surveys/responses/responses.schema.ts';
import { callbackId } from '../callbacks/callbacks.schema.ts';
import { loopItem } from './closed-loop.items.ts';
import { closed } from './closed-loop.rules.ts';
import { type Loop, loopId } from './closed-loop.schema.ts';

/**
 * Its times and scores go on to be counted as those of nobody, under ids that were made up and lead nowhere: neither to the
 * call nor to the answers.
 */
export const personalLoops: PersonalData = {
  items: [
    {
      item: loopItem,
      erase(record, { origin }) {
        const loop = fromRecord(loopItem, record);
        const anonymous = toRecord(loopItem, anonymised(loop, origin.at));
        const key = { pk: String(anonymous.pk), sk: String(anonymous.sk) };
        return {
          result: 'cleaned',
          writes: [removal(record), { action: 'Put', key, record: anonymous, onConflict: 'retry' }],
        };
      },
    },
  ],
};

/** All its times are moved by as much as brings the answer to the middle of its month. */
function anonymised(loop: Loop, at: string): Loop {
  const ended = loop.status === 'closed' ? loop : closed(loop, 'customer-erased', at);
  const month = `${ended.answeredAt.slice(0, 'yyyy-mm'.length)}-15T00:00:00.000Z`;
  const back = Date.parse(ended.answeredAt) - Date.parse(month);
  const moved = (instant: string) => new Date(Date.parse(instant) - back).toISOString();
  const times = (['openedAt', 'firstCallAt', 'reachedAt', 'outcomeAt', 'closedAt'] as const).flatMap(
    (name) => {
      const time = ended[name];
      return time === undefined ? [] : [[name, moved(time)] as const];
    },
  );
  const madeUp = (kind: IdKind) => derivedId(kind, month, crypto.randomUUID());
  const { again } = ended;
  return {
    ...ended,
    ...Object.fromEntries(times),
    id: madeUp(loopId),
    customerId: madeUp(customerId),
    responseId: madeUp(responseId),
    callbackId: madeUp(callbackId),
    answeredAt: month,
    ...(again && {
      again: {
        ...again,
        responseId: madeUp(responseId),
        answeredAt: moved(again.answeredAt),
        ...(again.invitedAt && { invitedAt: moved(again.invitedAt) }),
      },
    }),
    erased: true,
  };
}
