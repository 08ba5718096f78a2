/** What other domains may ask the consents domain. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, type Write } from '../../../shared/table/write.ts';
import { consentWithdrawn } from './consents.events.ts';
import { consentItem } from './consents.items.ts';
import type { Consent } from './consents.schema.ts';

/** Whose consent to what. */
type ConsentKey = Pick<Consent, 'customerId' | 'purpose' | 'channel'>;

export type ConsentReader = ReturnType<typeof createConsentReader>;

export function createConsentReader(table: Pick<Table, 'find'>) {
  return {
    /** What a customer has said; undefined when they have said nothing. */
    find: (key: ConsentKey): Promise<Consent | undefined> => table.find(consentItem, { ...key }),
  };
}

/**
 * The writes by which a customer is no longer written to about something, with the event in their timeline; none when
 * that is so already.
 *
 * @param before what `find` answers for the same key
 */
export function withdrawConsent(
  before: Consent | undefined,
  { customerId, purpose, channel, source }: ConsentKey & Pick<Consent, 'source'>,
  context: EventContext,
): readonly Write[] {
  if (before !== undefined) return [];
  const said = { customerId, purpose, channel, source };
  const consent: Consent = { ...said, version: 1, status: 'withdrawn', since: context.at };
  return [
    insert(consentItem, consent, { onConflict: 'retry' }),
    changeEvent(`C#${customerId}`, consentWithdrawn, said, context, {
      before: {},
      after: { [`${purpose}By${capitalised(channel)}`]: 'withdrawn' },
    }),
  ];
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
