/** The use cases of the consents domain. */
import { isDeepStrictEqual } from 'node:util';
import { AppError, notFound } from '../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Change } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type CustomerReader, idsOf } from '../../customers/customers/index.ts';
import { afterwards, nextConsent, type Said } from './consents.rules.ts';
import type {
  Consent,
  ConsentPurpose,
  ConsentRecord,
  ConsentStatement,
  ConsentText,
  ConsentWords,
} from './consents.schema.ts';
import { type ConsentReader, type ConsentTexts, changeConsent } from './index.ts';

interface Context {
  readonly consents: ConsentReader;
  readonly customers: Pick<CustomerReader, 'getReachable' | 'getChangeable'>;
  readonly principal: Principal;
}

/** Everything that a customer whom the caller may reach has said. */
export async function listConsents(customerId: string, context: Context): Promise<Consent[]> {
  const customer = await context.customers.getReachable(customerId, 'contact.read', context.principal);
  return (await context.consents.list(idsOf(customer))).map((consent) => ({
    ...shown(consent),
    customerId: customer.id,
  }));
}

/** The ledger of a customer whom the caller may reach, newest first. */
export async function listHistory(
  { customerId, ...page }: PageRequest & { readonly customerId: string },
  context: Context,
): Promise<{ items: ConsentStatement[]; cursor: string | null }> {
  const customer = await context.customers.getReachable(customerId, 'contact.read', context.principal);
  return context.consents.listHistory(idsOf(customer), page);
}

interface Noting extends Context {
  readonly texts: Pick<ConsentTexts, 'find'>;
  readonly origin: EventContext;
}

/** Notes what a customer has told somebody. Told the same again, nothing changes. */
export async function putConsent(
  asked: Said,
  { origin, texts, ...context }: Noting,
): Promise<Change<Consent>> {
  const { id: customerId } = await context.customers.getChangeable(
    asked.customerId,
    'contact.write',
    context.principal,
  );
  const said = { ...asked, customerId };
  assertPossible(said, origin.at);
  if (said.wording !== undefined && (await texts.find(said.purpose, said.wording)) === undefined) {
    throw notAsGiven('wording', 'must be a version of the text for this purpose, see GET /consent-texts');
  }
  const before = await context.consents.find(said);
  const after = nextConsent(before, said, afterwards(before, origin));
  const isOvertaken = before !== undefined && said.since !== undefined && said.since < before.since;
  if (isOvertaken && after !== undefined) {
    throw new AppError(
      'conflict',
      `They have said something else since then, at ${before.since}, and that stands. If this is what they say now, leave \`since\` out or give a later one; otherwise there is nothing to note.`,
    );
  }
  const consent = after ?? before;
  if (consent === undefined) throw new Error('Whoever says something for the first time has said something');
  return { result: shown(consent), writes: changeConsent(before, said, origin) };
}

/** Clocks differ by some minutes. */
const toleranceMinutes = 5;

function assertPossible({ status, source, note, evidence, legalBasis, since }: Said, now: string): void {
  if (status === 'withdrawn' && legalBasis !== undefined) {
    throw notAsGiven('legalBasis', 'belongs to what is granted; a withdrawal needs none');
  }
  // Withdrawing takes no more than saying so.
  if (status === 'granted' && source !== 'import' && note === undefined && evidence === undefined) {
    throw notAsGiven(
      'evidence',
      'Needed of what is granted, unless `note` has their words: what proves it, or where that is kept.',
    );
  }
  if (since !== undefined && since > instantAfter(now, { minutes: toleranceMinutes })) {
    throw notAsGiven('since', 'must not lie in the future');
  }
}

function notAsGiven(field: keyof Said, reason: string): AppError {
  return new AppError('invalid-request', 'A consent is noted as it was given.', {
    violations: [{ pointer: `/body/${field}`, reason }],
  });
}

function shown({ undone, taken, ...consent }: ConsentRecord): Consent {
  return consent;
}

/** A version of the text for a purpose. */
export async function getText(
  { purpose, version }: Pick<ConsentText, 'purpose' | 'version'>,
  { texts }: { readonly texts: Pick<ConsentTexts, 'find'> },
): Promise<ConsentText> {
  const text = await texts.find(purpose, version);
  if (text === undefined) throw notFound('consent text');
  return text;
}

/** Puts the next version of a text. Put again as it is, nothing changes; a version that is there never does. */
export async function putText(
  { purpose, version, text }: { purpose: ConsentPurpose; version: number } & ConsentWords,
  { texts, principal, origin }: Pick<Noting, 'principal' | 'origin'> & { readonly texts: ConsentTexts },
): Promise<Change<ConsentText>> {
  if (principal.rowAccess['contact.write'] !== 'all') {
    throw new AppError('forbidden', 'What customers agree to is worded by managers.');
  }
  const existing = await texts.find(purpose, version);
  if (existing !== undefined && !isDeepStrictEqual(existing.text, text)) {
    throw new AppError(
      'conflict',
      'Customers have agreed to this version, so it never changes. Put the new text as the next version.',
    );
  }
  if (existing !== undefined) return { result: existing, writes: [] };
  const next = ((await texts.findNewest(purpose))?.version ?? 0) + 1;
  if (version !== next) throw new AppError('conflict', `The next version of this text is ${next}.`);
  const result = { purpose, version, text, publishedAt: origin.at, by: principal.id };
  return { result, writes: texts.publish(result, origin) };
}
