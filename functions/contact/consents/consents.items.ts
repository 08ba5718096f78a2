/** How consents lie in the one table: beside the profile, in the customer's collection. */
import * as z from 'zod';
import { changeItem } from '../../../shared/events/change-event.ts';
import { Envelope } from '../../../shared/events/event.ts';
import { timelinePrefix } from '../../../shared/events/timeline.ts';
import type { RecordTrail } from '../../../shared/events/trail.ts';
import { defineItem, keyOf, type StoredRecord } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { consentGranted } from './consents.events.ts';
import { numberOf } from './consents.rules.ts';
import { ConsentRecord, ConsentStatement, ConsentSummary, ConsentText } from './consents.schema.ts';

export const consentItem = defineItem({
  name: 'consent',
  v: 1,
  retention: 'record',
  schema: ConsentRecord,
  key: ['C#{customerId}', '~consent#{purpose}#{channel}'],
  summary: ConsentSummary,
});

export const consentsOfCustomer = definePattern({
  question: 'What has this customer said about being written to?',
  item: consentItem,
  partition: 'C#{customerId}',
  prefix: '~consent#',
});

export const consentHistory = definePattern({
  question: 'What has this customer said about being written to, and when? Newest first, among the timeline.',
  item: changeItem,
  partition: 'C#{customerId}',
  prefix: timelinePrefix,
  newestFirst: true,
});

/** What the events begin with that are the lines of the ledger. */
export const ledgerEvents = 'consent';

/** The rest of an event is of no concern here. */
const Kept = ConsentStatement.strip();

const Line = z.object({
  envelope: Envelope.extend({ data: Kept.pick({ purpose: true, channel: true, source: true }) }),
  after: Kept.pick({ note: true, evidence: true, legalBasis: true, wording: true }).extend({
    since: ConsentStatement.shape.since.optional(),
  }),
});

/** A line of the ledger as the API shows it. */
export function statementOf(record: StoredRecord): ConsentStatement {
  const { envelope, after } = Line.parse(record);
  const { id, at, type, actor, data } = envelope;
  const { purpose, channel, source } = data;
  const status = type === consentGranted.type ? 'granted' : 'withdrawn';
  return { id, recordedAt: at, actor, purpose, channel, status, source, ...after, since: after.since ?? at };
}

/** Each version of each text, for ever: what somebody has agreed to can be read years later. */
export const consentTextItem = defineItem({
  name: 'consent-text',
  v: 1,
  retention: 'proof',
  schema: ConsentText,
  key: ['CONSENT-TEXT#{purpose}', 'V#{number}'],
  parts: ({ version }) => ({ number: numberOf(version) }),
});

/** All versions of a text are one record, by its purpose. */
export const consentTextTrail: RecordTrail = async (purpose) => ({
  collection: keyOf(consentTextItem, { purpose, number: numberOf(1) }).pk,
  isShared: false,
});

export const textsOfPurpose = definePattern({
  question: 'What have customers read before they agreed to this? Newest first.',
  item: consentTextItem,
  partition: 'CONSENT-TEXT#{purpose}',
  prefix: 'V#',
  newestFirst: true,
});
