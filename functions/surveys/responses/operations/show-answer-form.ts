import { type Language, languageFor } from '../../../../shared/values/language.ts';
import type { Contact } from '../../../customers/customers/customers.schema.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';
import type { Invitation } from '../../invitations/invitations.schema.ts';
import { type AnswerPage, type AnswerViolation, type Known, pageAt } from '../../questions/index.ts';
import type { Form } from '../../questions/questions.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { preselected } from '../responses.rules.ts';
import type { ResponsesStore } from '../responses.store.ts';
import { closedByQuota } from './quotas.ts';

/** Why there is no form, in the language of the invitation where there is one. */
export interface Closed {
  readonly kind: 'unknown' | 'unknownLink' | 'gone' | 'early' | 'closed' | 'full' | 'crowded' | 'answered';
  readonly language?: Language | undefined;
  /** What the survey says of it, in place of our own words. */
  readonly ending?: string | undefined;
  /** In so many minutes there is room again. */
  readonly crowdedMinutes?: number | undefined;
}

/** What a customer gets to see. Only the form and the thanks show anything of the survey. */
export type AnswerView =
  | Closed
  | {
      readonly kind: 'form';
      readonly survey: Survey;
      readonly language: Language;
      /** What was answered so far, on this page and on others. */
      readonly values: Form;
      readonly page: AnswerPage;
      /** Of the customer, as far as texts name it. */
      readonly customer: Pick<Contact, 'name'> | undefined;
      readonly violations: Readonly<Record<string, AnswerViolation>>;
      /** Milliseconds since 1970 at which the form was first shown. */
      readonly shownAt: number;
      /** The score that was chosen in the mail. */
      readonly prefilled?: string | undefined;
      /** Asks to look over the answers and send them again. */
      readonly confirmResubmit: boolean;
      /** Nothing of it is recorded. */
      readonly isTest: boolean;
      /** What was answered on the pages before is there when the link is opened again. */
      readonly isKept: boolean;
      /** Nobody will know who has answered. */
      readonly isUnnamed: boolean;
      /** Which form it is, of a link for anybody. */
      readonly form?: string | undefined;
      /** It could not be taken, as too many answered within the hour: in so many minutes it can be sent again. */
      readonly crowdedMinutes?: number | undefined;
      /** Where whoever came by a text says that they want no more, as seen from the page: a text has room for one link. */
      readonly wayOut?: string | undefined;
    }
  | {
      readonly kind: 'thanks';
      readonly survey: Survey;
      /** What its words may name. */
      readonly known: Known;
      readonly language: Language;
      readonly isTest: boolean;
    };

export interface Visit {
  readonly token: string;
  /** `lang` of the address. */
  readonly asked?: string | undefined;
  /** Accept-Language of the browser. */
  readonly accepted?: string | undefined;
}

interface Context {
  readonly invitations: InvitationReader;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly origin: { readonly at: string };
}

/** Shows the form of an invitation; records nothing. */
export async function showAnswerForm(
  visit: Visit & { readonly score?: string | undefined },
  context: Context & {
    readonly surveys: Pick<SurveyReader, 'findVersion'>;
    readonly responses: Pick<ResponsesStore, 'findDraft' | 'takenOf'>;
  },
): Promise<AnswerView> {
  const found = await openInvitation(visit, context);
  if ('kind' in found) return found;
  const { language, invitation, customer } = found;
  const isNamed = invitation !== undefined && found.survey.anonymous !== true;
  const draft = isNamed ? await context.responses.findDraft(invitation.hash) : undefined;
  const begun = draft && (await context.surveys.findVersion(found.survey.id, draft.surveyVersion));
  const survey = begun === undefined ? found.survey : { ...begun, quotas: found.survey.quotas };
  const full =
    invitation && (await closedByQuota({ survey, language, customer, values: draft?.values ?? {} }, context));
  if (full !== undefined) return full;
  const chosen = preselected(survey, visit.score);
  return {
    kind: 'form',
    survey,
    language,
    values: begun === undefined ? chosen : (draft?.values ?? chosen),
    page: pageAt(survey.questions, begun && draft?.page),
    customer,
    prefilled: Object.values(chosen)[0],
    isTest: invitation === undefined,
    isKept: isNamed,
    isUnnamed: found.survey.anonymous === true,
    wayOut: wayOutOf(invitation, visit),
    violations: {},
    shownAt: begun === undefined ? Date.parse(context.origin.at) : (draft?.shownAt ?? 0),
    confirmResubmit: false,
  };
}

/** See `wayOut` of the form. */
export function wayOutOf(invitation: Invitation | undefined, { token }: Visit): string | undefined {
  return invitation?.channel === 'sms' ? `${token}/unsubscribe` : undefined;
}

interface OpenInvitation {
  /** Undefined behind the link of a test. */
  readonly invitation: Invitation | undefined;
  readonly survey: Survey;
  readonly language: Language;
  /** Undefined behind the link of a test. */
  readonly customer: Contact | undefined;
}

/**
 * The invitation behind a token, if it can be answered now; else what to show instead. A deleted customer's cannot:
 * nobody would call about the answer.
 */
export async function openInvitation(
  visit: Visit,
  { invitations, surveys, customers, origin }: Context,
): Promise<OpenInvitation | Closed> {
  const invitation = await invitations.findByToken(visit.token);
  if (invitation === undefined) return openTest(visit, { invitations, surveys, origin });
  const { language: known, responseId } = invitation;
  if (responseId !== undefined) return { kind: 'answered', language: known };
  const [survey, customer] = await Promise.all([
    surveys.find(invitation.surveyId),
    customers.findContact(invitation.customerId),
  ]);
  const isOver = invitation.expiresAt <= origin.at;
  if (survey === undefined || customer === undefined || isOver) return { kind: 'gone', language: known };
  if (survey.status !== 'open') return { kind: 'closed', language: known };
  const wishes = { ...visit, known };
  const language = languageFor(wishes, survey.languages, survey.defaultLanguage);
  return { invitation, survey, customer, language };
}

/** A test shows the survey whatever its status, so that a draft can be tried. */
async function openTest(
  visit: Visit,
  { invitations, surveys, origin }: Omit<Context, 'customers'>,
): Promise<OpenInvitation | Closed> {
  const test = await invitations.findTestByToken(visit.token);
  const survey = test && (await surveys.find(test.surveyId));
  if (test === undefined || survey === undefined) return { kind: 'unknown' };
  if (test.expiresAt <= origin.at) return { kind: 'gone', language: test.language };
  const wishes = { ...visit, known: test.language };
  const language = languageFor(wishes, survey.languages, survey.defaultLanguage);
  return { invitation: undefined, customer: undefined, survey, language };
}
