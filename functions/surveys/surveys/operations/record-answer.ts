import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type Form, formFields, isSuspect, readAnswers, scoreOf } from '../surveys.answers.rules.ts';
import type { Invitation, Response } from '../surveys.answers.schema.ts';
import type { InvitationsStore } from '../surveys.invitations.store.ts';
import type { Survey } from '../surveys.schema.ts';
import type { SurveysStore } from '../surveys.store.ts';
import { type AnswerView, openInvitation, type Visit } from './show-answer-form.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'find' | 'change' | 'record' | 'recordSuspect'>;
  readonly surveys: Pick<SurveysStore, 'findSurvey' | 'findSurveyVersion'>;
  readonly origin: EventContext;
}

interface Decision {
  readonly view: AnswerView;
  readonly writes: readonly Write[];
}

/**
 * Records an answer once. What a program filled in is thanked for and dropped. What came faster than a person can
 * answer is kept as suspect, which does not count, and the customer is asked to send it once more.
 */
export async function recordAnswer(
  visit: Visit & { readonly form: Form },
  context: Context,
): Promise<Decision> {
  const found = await openInvitation(visit, context);
  if ('kind' in found) return { view: found, writes: [] };
  const { invitation, language } = found;
  const { form } = visit;
  const { invitations, origin } = context;
  const survey = await shownVersion(found.survey, form, context);
  if (form[formFields.honeypot]) return { view: { kind: 'thanks', survey, language }, writes: [] };
  const { answers, violations } = readAnswers(survey, form);
  const now = Date.parse(origin.at);
  const again = {
    kind: 'form',
    survey,
    language,
    values: form,
    violations,
    shownAt: shownAt(form, now),
  } as const;
  if (Object.keys(violations).length > 0) return { view: { ...again, confirmResubmit: false }, writes: [] };
  const response: Response = {
    id: newId('response'),
    surveyId: survey.id,
    surveyVersion: survey.version,
    invitationId: invitation.id,
    campaignId: invitation.campaignId,
    customerId: invitation.customerId,
    answeredAt: origin.at,
    language,
    score: scoreOf(survey, answers),
    answers,
  };
  if (isSuspect(form, now)) {
    const writes = [invitations.recordSuspect(response, invitation.hash)];
    return { view: { ...again, confirmResubmit: true }, writes };
  }
  const writes = [
    invitations.change(invitation, { ...settledByAnswer(invitation), responseId: response.id }),
    invitations.record(response, origin),
  ];
  return { view: { kind: 'thanks', survey, language }, writes };
}

/** Whoever answers has got the mail. */
function settledByAnswer(invitation: Invitation): Invitation {
  if (invitation.mail !== 'unknown') return invitation;
  const { settleAt, ...settled } = invitation;
  return { ...settled, mail: 'sent' };
}

/** The survey as this customer saw it, even if it was changed while they were answering. */
async function shownVersion(survey: Survey, form: Form, { surveys }: Context): Promise<Survey> {
  const version = Number(form[formFields.version]);
  if (!Number.isInteger(version) || version < 1 || version >= survey.version) return survey;
  return (await surveys.findSurveyVersion(survey.id, version)) ?? survey;
}

/** The moment of the first showing is carried on, so that mending a field is not taken for haste. */
function shownAt(form: Form, now: number): number {
  const before = Number(form[formFields.shownAt]);
  return Number.isSafeInteger(before) && before > 0 && before <= now ? before : now;
}
