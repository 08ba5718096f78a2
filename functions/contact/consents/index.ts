/** What other domains may ask the consents domain. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { consentGranted, consentWithdrawn } from './consents.events.ts';
import { consentItem, consentsOfCustomer } from './consents.items.ts';
import { type Consent, ConsentRecord } from './consents.schema.ts';

/** Whose consent to what. */
type ConsentKey = Pick<Consent, 'customerId' | 'purpose' | 'channel'>;

export type ConsentReader = ReturnType<typeof createConsentReader>;

export function createConsentReader(table: Pick<Table, 'find' | 'listItems'>) {
  return {
    /** What a customer has said; undefined when they have said nothing. */
    find: (key: ConsentKey): Promise<ConsentRecord | undefined> => table.find(consentItem, { ...key }),

    /** Everything a customer has said: few items, for each purpose and channel at most one. */
    async list(customerId: string): Promise<ConsentRecord[]> {
      const page = { limit: 100, consistent: true };
      return (await table.listItems(consentsOfCustomer, { customerId }, page)).items;
    },
  };
}

/**
 * Beside other writes: they happen only while the customer has said nothing else since.
 *
 * @param before what `find` answers for the same key
 */
export function consentUnchanged(key: ConsentKey, before: ConsentRecord | undefined): Write {
  return check(consentItem, key, { ifVersion: before?.version, onConflict: 'retry' });
}

/** What a customer says, and how we have heard of it. */
type Said = ConsentKey & Pick<Consent, 'source' | 'note'>;

/**
 * The writes by which a customer is no longer written to about something, with the event in their timeline; none when
 * that is so already: the first time and source count.
 *
 * @param before what `find` answers for the same key
 */
export function withdrawConsent(
  before: ConsentRecord | undefined,
  said: Said,
  context: EventContext,
): readonly Write[] {
  return change(before, { ...said, status: 'withdrawn' }, context);
}

/**
 * The writes by which a customer may be written to about something, expressly or again; none when they have said so
 * already.
 *
 * @param before what `find` answers for the same key
 */
export function grantConsent(
  before: ConsentRecord | undefined,
  said: Said,
  context: EventContext,
): readonly Write[] {
  return change(before, { ...said, status: 'granted' }, context);
}

function change(
  before: ConsentRecord | undefined,
  said: Said & Pick<Consent, 'status'>,
  context: EventContext,
): readonly Write[] {
  const { customerId, purpose, channel, source, status, note } = said;
  if (before?.status === status) return [];
  const version = (before?.version ?? 0) + 1;
  const undone = undoneAfter(before, said, context.at);
  const consent = ConsentRecord.parse({ ...said, version, since: context.at, undone });
  const field = `${purpose}By${capitalised(channel)}`;
  return [
    before === undefined
      ? insert(consentItem, consent, { onConflict: 'retry' })
      : replace(consentItem, consent, { ifVersion: before.version, onConflict: 'retry' }),
    changeEvent(
      `C#${customerId}`,
      status === 'granted' ? consentGranted : consentWithdrawn,
      { customerId, purpose, channel, source },
      context,
      {
        before: before === undefined ? {} : { [field]: before.status },
        // The consent itself keeps the newest note only.
        after: { [field]: status, ...(note === undefined ? {} : { note }) },
      },
    ),
  ];
}

/** How often on the day of `at`, in UTC, a link has taken a withdrawal back. */
export function timesUndone(consent: ConsentRecord | undefined, at: Instant): number {
  return consent?.undone?.day === dayOf(at) ? consent.undone.times : 0;
}

function undoneAfter(
  before: ConsentRecord | undefined,
  { status, source }: Pick<Consent, 'status' | 'source'>,
  at: Instant,
): ConsentRecord['undone'] {
  if (status !== 'granted' || source !== 'resubscribe') return before?.undone;
  return { day: dayOf(at), times: timesUndone(before, at) + 1 };
}

function dayOf(at: Instant): string {
  return at.slice(0, '2026-11-23'.length);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
