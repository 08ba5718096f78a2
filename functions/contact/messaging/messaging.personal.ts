/** What the messaging domain keeps of a person: what they were written, and whether their address takes mail. */
import { fromRecord, keyOf, type StoredRecord, toRecord } from '../../../shared/table/item.ts';
import {
  cleaned,
  type ErasedRecord,
  type PersonalData,
  removed,
} from '../../../shared/table/personal-data.ts';
import { hashOfEmail, hashOfPhone } from '../../../shared/values/address-hash.ts';
import { newId } from '../../../shared/values/ids.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import { answerMarkItem, liftItem, messageItem, suppressionItem } from './messaging.items.ts';
import { isSettled, skip } from './messaging.rules.ts';
import { advanced } from './messaging.store.ts';

export const personalMessages: PersonalData = {
  items: [
    {
      item: messageItem,
      erase(record, { origin }) {
        const message = fromRecord(messageItem, record);
        if (isSettled(message)) return removed(record);
        // Counted with its run like any other that is not wanted any more; removed when it is looked at again.
        if (message.state === 'planned')
          return { result: 'later', writes: advanced(message, skip(message, 'no-recipient', origin.at)) };
        // On its way: what became of it is still counted, and leads to nobody.
        const { data, link, addressHash, about, ...rest } = message;
        const nobody = { kind: 'customer', id: newId(customerId) } as const;
        const recipient = message.recipient.kind === 'customer' ? nobody : message.recipient;
        return cleaned(record, toRecord(messageItem, { ...rest, recipient, version: message.version + 1 }));
      },
    },
    { item: suppressionItem, erase: ofNobody },
    { item: liftItem, erase: ofNobody },
    { item: answerMarkItem },
  ],
  elsewhere: ({ found }) =>
    [...new Set(found.flatMap(addressHashesIn))].flatMap((addressHash) => [
      keyOf(suppressionItem, { addressHash }),
      keyOf(liftItem, { addressHash }),
    ]),
};

/** That an address takes no mail stays, by its hash alone: whoever has it is not written to again. */
function ofNobody(record: StoredRecord): ErasedRecord {
  const { recipient, note, summary, ...rest } = record;
  if (recipient === undefined && note === undefined) return { result: 'kept' };
  if (typeof summary !== 'object' || summary === null) return cleaned(record, rest);
  const { recipient: _, ...shown } = summary as Record<string, unknown>;
  return cleaned(record, { ...rest, summary: shown });
}

/** Of the addresses that a message was sent to, that the customer has, or has had. */
function addressHashesIn({ addressHash, email, phone, before, after }: StoredRecord): string[] {
  const changed = (name: string) => [before, after].map((values) => Reflect.get(Object(values), name));
  const hashed = (hash: (address: string) => string) => (address: unknown) =>
    typeof address === 'string' ? [hash(address)] : [];
  const hashes = [
    ...[email, ...changed('email')].flatMap(hashed(hashOfEmail)),
    ...[phone, ...changed('phone')].flatMap(hashed(hashOfPhone)),
  ];
  return typeof addressHash === 'string' ? [addressHash, ...hashes] : hashes;
}
