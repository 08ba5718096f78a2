/** What other domains may ask the consents domain. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { anyOf } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import { readable } from '../../../shared/table/readable.ts';
import type { Table } from '../../../shared/table/table.ts';
import { check, insert, replace, type Write } from '../../../shared/table/write.ts';
import { consentGranted, consentWithdrawn } from './consents.events.ts';
import {
  consentHistory,
  consentItem,
  consentsOfCustomer,
  ledgerEvents,
  statementOf,
} from './consents.items.ts';
import { afterwards, nextConsent, restored, type Said, stopped } from './consents.rules.ts';
import type { Consent, ConsentRecord, ConsentStatement } from './consents.schema.ts';

export {
  type LinkRefusal,
  nextConsent,
  refusalByLink,
  refusalOf,
  saidByLink,
} from './consents.rules.ts';
export { type ConsentTexts, createConsentTexts } from './consents.store.ts';
export { builtInWords } from './consents.texts.ts';

/** Whose consent to what. */
type ConsentKey = Pick<Consent, 'customerId' | 'purpose' | 'channel'>;

export type ConsentReader = ReturnType<typeof createConsentReader>;

export function createConsentReader(table: Pick<Table, 'find' | 'listItems' | 'listRecords'>) {
  return {
    /** What a customer has said; undefined when they have said nothing. */
    find: (key: ConsentKey): Promise<ConsentRecord | undefined> => table.find(consentItem, { ...key }),

    /** What each record of a customer says; undefined where it says nothing. */
    findAll: (ids: readonly string[], key: Omit<ConsentKey, 'customerId'>) =>
      Promise.all(ids.map((customerId) => table.find(consentItem, { ...key, customerId }))),

    /**
     * Everything a customer has said: few items, for each purpose and channel the newest.
     *
     * @param ids of the customer, with those of records that were merged into theirs
     */
    async list(ids: readonly string[]): Promise<ConsentRecord[]> {
      const page = { limit: 100, consistent: true };
      const { items } = await table.listItems(consentsOfCustomer, { customerId: anyOf(ids) }, page);
      const said = Map.groupBy(items, ({ purpose, channel }) => `${purpose} ${channel}`);
      return [...said.values()].flatMap((each) => newestOf(each) ?? []);
    },

    /** One page of the ledger, newest first, read among the timeline: it may be short although the ledger goes on. */
    async listHistory(
      ids: readonly string[],
      page: PageRequest,
    ): Promise<{ items: ConsentStatement[]; cursor: string | null }> {
      const request = { ...page, eventType: ledgerEvents, consistent: true };
      const { rows, cursor } = await table.listRecords(consentHistory, { customerId: anyOf(ids) }, request);
      return { items: readable(rows, statementOf), cursor };
    },
  };
}

export type ConsentsReader = ReturnType<typeof createConsentsReader>;

export function createConsentsReader(table: Pick<Table, 'findMany'>) {
  return {
    /** What these records of customers say of one thing, as of a second ago, in no order. */
    findOf: (
      ids: readonly string[],
      key: Omit<ConsentKey, 'customerId'>,
    ): Promise<readonly ConsentRecord[]> =>
      table.findMany(
        consentItem,
        ids.map((customerId) => ({ ...key, customerId })),
        { consistent: false },
      ),
  };
}

/** Of what the records of one customer say of the same thing, what was said last holds. */
export function newestOf(said: readonly (ConsentRecord | undefined)[]): ConsentRecord | undefined {
  return said
    .filter((each) => each !== undefined)
    .toSorted((one, other) => (one.since < other.since ? 1 : -1))
    .at(0);
}

/**
 * Beside other writes: they happen only while the customer has said nothing else since.
 *
 * @param before what `find` answers for the same key
 */
export function consentUnchanged(key: ConsentKey, before: ConsentRecord | undefined): Write {
  return check(consentItem, key, { ifVersion: before?.version, onConflict: 'retry' });
}

/**
 * The writes by which a customer is no longer written to about something, with the line of the ledger; none when they
 * have said just this already, or when that is so and a link says it again.
 *
 * @param before what `find` answers for the same key
 */
export function withdrawConsent(
  before: ConsentRecord | undefined,
  said: Omit<Said, 'status'>,
  context: EventContext,
): readonly Write[] {
  return changeConsent(before, { ...said, status: 'withdrawn' }, context);
}

/**
 * The writes by which a customer may be written to about something, expressly or again; none when they have said just
 * this already.
 *
 * @param before what `find` answers for the same key
 */
export function grantConsent(
  before: ConsentRecord | undefined,
  said: Omit<Said, 'status'>,
  context: EventContext,
): readonly Write[] {
  return changeConsent(before, { ...said, status: 'granted' }, context);
}

/**
 * The writes after STOP by text, or the START that takes it back: it withdraws what holds, and gives back no more than it
 * took. None when that changes nothing.
 *
 * @param before what `find` answers for the same key
 */
export function obeyAnswer(
  before: ConsentRecord | undefined,
  wish: 'stop' | 'start',
  key: ConsentKey,
  context: EventContext,
): readonly Write[] {
  const said = wish === 'stop' ? stopped(before, key) : restored(before, key);
  return said === undefined ? [] : changeConsent(before, said, context);
}

/** Either of them. The event in the timeline is the line of the ledger: immutable, with everything that was said. */
export function changeConsent(
  before: ConsentRecord | undefined,
  said: Said,
  origin: EventContext,
): readonly Write[] {
  const context = afterwards(before, origin);
  const consent = nextConsent(before, said, context);
  if (consent === undefined) return [];
  const { customerId, purpose, channel, source, status, note, evidence, legalBasis, wording } = consent;
  const field = `${purpose}By${capitalised(channel)}`;
  const spoken = { note, evidence, legalBasis, wording, since: said.since };
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
        after: { [field]: status, ...defined(spoken) },
      },
    ),
  ];
}

function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
