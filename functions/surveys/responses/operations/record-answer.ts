import { randomUUID } from 'node:crypto';
import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { type MessageReader, messageArrived } from '../../../contact/messaging/index.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import {
  type InvitationReader,
  invitationAnswered,
  invitationRefused,
  invitationSuspected,
  reminderStopped,
} from '../../invitations/index.ts';
import { isOnePage, pageAt, turnPage } from '../../questions/index.ts';
import type { Answers, Form } from '../../questions/questions.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { commentedOn, dayOf, formFields, isSuspect, scoresOf } from '../responses.rules.ts';
import { type Response, responseId } from '../responses.schema.ts';
import type { ResponsesStore } from '../responses.store.ts';
import { closedByQuota, placesOf } from './quotas.ts';
import { type AnswerView, openInvitation, type Visit, wayOutOf } from './show-answer-form.ts';

interface Context {
  readonly invitations: InvitationReader;
  readonly responses: Pick<
    ResponsesStore,
    | 'record'
    | 'recordUnnamed'
    | 'recordSuspect'
    | 'removeSuspect'
    | 'findDraft'
    | 'beginDraft'
    | 'keepDraft'
    | 'removeDraft'
    | 'takenOf'
    | 'takePlace'
  >;
  readonly surveys: Pick<SurveyReader, 'find' | 'findVersion'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly messages: MessageReader;
  readonly origin: EventContext;
}

/** What is shown, and what is written for it. */
export interface Decision {
  readonly view: AnswerView;
  readonly writes: readonly Write[];
}

/**
 * Records an answer once. What a program seems to have sent is kept as suspect, which does not count, and the customer is
 * asked to send it once more.
 */
export async function recordAnswer(
  visit: Visit & { readonly form: Form },
  context: Context,
): Promise<Decision> {
  const found = await openInvitation(visit, context);
  if ('kind' in found) return { view: found, writes: [] };
  const { invitation, language, customer } = found;
  const { form } = visit;
  const { responses, origin } = context;
  const survey = await shownVersion(found.survey, form, context);
  const isTest = invitation === undefined;
  // Promised by the survey as it was shown, or as it is now.
  const isUnnamed = survey.anonymous === true || found.survey.anonymous === true;
  const now = Date.parse(origin.at);
  const turn = turnPage(survey.questions, form);
  const again = {
    kind: 'form',
    survey,
    language,
    customer,
    values: form,
    violations: {},
    shownAt: shownAt(form, now),
    prefilled: prefilledIn(form),
    isTest,
    isKept: !isTest && !isUnnamed,
    isUnnamed,
    wayOut: wayOutOf(invitation, visit),
  } as const;
  const full = isTest
    ? undefined
    : await closedByQuota({ survey, language, customer, values: form, ...turn }, context);
  if (full !== undefined && invitation !== undefined) {
    // Which kind of answers is full would tell what somebody has answered anonymously.
    const writes = isUnnamed && !full.isOfAll ? [] : invitationRefused(invitation, origin.at);
    if (writes.length === 0) return { view: full, writes };
    const stopped = [customerStays(invitation.customerId), ...writes, ...reminderStopped(invitation, origin)];
    return { view: full, writes: stopped };
  }
  if (turn.kind === 'page') {
    const { page, violations } = turn;
    const view = { ...again, page, violations, confirmResubmit: false };
    const [first] = page.questions;
    const isOn = Object.keys(violations).length === 0 && form[formFields.go] !== 'back';
    if (invitation === undefined || first === undefined || !isOn || isUnnamed) return { view, writes: [] };
    const { hash, customerId, expiresAt, runId } = invitation;
    const values = answeredIn(form);
    if (Buffer.byteLength(JSON.stringify(values)) > maximumDraftBytes) return { view, writes: [] };
    const draft = {
      ...{ hash, customerId, expiresAt, page: first.id, shownAt: again.shownAt },
      surveyVersion: survey.version,
      values,
    };
    const isFirst = (await responses.findDraft(hash)) === undefined;
    const kept = isFirst ? responses.beginDraft(draft, runId) : [responses.keepDraft(draft)];
    return { view, writes: [customerStays(customerId), ...kept] };
  }
  const { answers } = turn;
  const known = { customer, answers, questions: survey.questions, language };
  const thanks = { kind: 'thanks', survey, language, isTest, known } as const;
  // The answer to a test is thanked for and dropped.
  if (invitation === undefined) return { view: thanks, writes: [] };
  if (isUnnamed) {
    const present = pageAt(survey.questions, String(form[formFields.page]));
    // Whoever is asked to send it again has left nothing that could be compared with the answer.
    if (isSuspect(survey, form, now))
      return { view: { ...again, page: present, confirmResubmit: true }, writes: [] };
    const unnamed = responses.recordUnnamed(unnamedResponse(survey, answers, origin.at));
    const writes = [
      customerStays(invitation.customerId),
      invitationAnswered(invitation, 'anonymous'),
      unnamed,
      // Kept before the survey became anonymous.
      ...responses.removeSuspect(invitation),
      responses.removeDraft(invitation.hash),
      ...placesOf(survey, answers, responses),
    ];
    return { view: thanks, writes };
  }
  const response: Response = {
    id: newId(responseId),
    surveyId: survey.id,
    surveyVersion: survey.version,
    invitationId: invitation.id,
    runId: invitation.runId,
    campaignId: invitation.campaignId,
    channel: invitation.channel,
    customerId: invitation.customerId,
    answeredAt: origin.at,
    language,
    ...scoresOf(survey, answers),
    answers,
    commentedOn: commentedOn(survey, answers),
  };
  if (isSuspect(survey, form, now)) {
    const isFirst = invitation.suspectId === undefined;
    const writes = isFirst
      ? [
          customerStays(invitation.customerId),
          invitationSuspected(invitation, response.id),
          responses.recordSuspect(response, invitation.hash),
        ]
      : [];
    const page = pageAt(survey.questions, String(form[formFields.page]));
    return { view: { ...again, page, confirmResubmit: true }, writes };
  }
  const { messageId } = invitation;
  const message = messageId && (await context.messages.find(messageId));
  const writes = [
    customerStays(invitation.customerId),
    invitationAnswered(invitation, response.id),
    ...reminderStopped(invitation, origin),
    // The customer has looked over it and sent it again: one answer, not two.
    ...responses.removeSuspect(invitation),
    ...(isOnePage(survey) ? [] : [responses.removeDraft(invitation.hash)]),
    responses.record(response, customerContext(origin, invitation.customerId)),
    ...placesOf(survey, answers, responses),
    // Who has answered has got the mail, even if its sender has not heard so: it is not repeated.
    ...(message ? messageArrived(message, origin) : []),
  ];
  return { view: thanks, writes };
}

/**
 * An answer that nobody can tie to whoever was invited: its only time is the day, which its id bears, too, and the
 * language is that of the survey, for few may have chosen theirs.
 */
function unnamedResponse(survey: Survey, answers: Answers, at: Instant): Response {
  const answeredAt = dayOf(at);
  return {
    id: derivedId(responseId, answeredAt, randomUUID()),
    ...{ surveyId: survey.id, surveyVersion: survey.version, answeredAt, language: survey.defaultLanguage },
    ...scoresOf(survey, answers),
    answers,
    commentedOn: commentedOn(survey, answers),
  };
}

/** More than fifty answers of the greatest length are, and less than an item may have: what is more was sent by a program. */
const maximumDraftBytes = 350_000;

/** The fields of the questions, as they were sent. */
function answeredIn(form: Form): Record<string, string | string[]> {
  const entries = Object.entries(form).filter(([name]) => name.startsWith('q-'));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

/** The survey as whoever answers saw it, even if it was changed while they were answering. */
export async function shownVersion(
  survey: Survey,
  form: Form,
  { surveys }: { readonly surveys: Pick<SurveyReader, 'findVersion'> },
): Promise<Survey> {
  const version = Number(form[formFields.version]);
  if (!Number.isInteger(version) || version < 1 || version >= survey.version) return survey;
  const shown = await surveys.findVersion(survey.id, version);
  // How many are wanted is said by the survey as it is now.
  return shown === undefined ? survey : { ...shown, quotas: survey.quotas };
}

/** The moment of the first showing is carried on, so that correcting a field is not taken for haste. */
function shownAt(form: Form, now: number): number {
  const before = Number(form[formFields.shownAt]);
  return Number.isSafeInteger(before) && before > 0 && before <= now ? before : now;
}

export function prefilledIn(form: Form): string | undefined {
  const prefilled = form[formFields.prefilled];
  return typeof prefilled === 'string' ? prefilled : undefined;
}
