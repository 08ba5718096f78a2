import { type Language, languageFor } from '../../../../shared/values/language.ts';
import type { InvitationReader } from '../../invitations/index.ts';
import type { Invitation } from '../../invitations/invitations.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { type AnswerViolation, type Form, preselected } from '../responses.rules.ts';

/** What a customer gets to see. Only the form and the thanks show anything of the survey. */
export type AnswerView =
  | { readonly kind: 'unknown' | 'gone' | 'answered' }
  | {
      readonly kind: 'form';
      readonly survey: Survey;
      readonly language: Language;
      readonly values: Form;
      readonly violations: Readonly<Record<string, AnswerViolation>>;
      /** Milliseconds since 1970 at which the form was first shown. */
      readonly shownAt: number;
      /** Asks to look over the answers and send them again. */
      readonly confirmResubmit: boolean;
    }
  | { readonly kind: 'thanks'; readonly survey: Survey; readonly language: Language };

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
  readonly origin: { readonly at: string };
}

/** Shows the form of an invitation; records nothing. */
export async function showAnswerForm(
  visit: Visit & { readonly score?: string | undefined },
  context: Context,
): Promise<AnswerView> {
  const found = await openInvitation(visit, context);
  if ('kind' in found) return found;
  const { survey, language } = found;
  return {
    kind: 'form',
    survey,
    language,
    values: preselected(survey, visit.score),
    violations: {},
    shownAt: Date.parse(context.origin.at),
    confirmResubmit: false,
  };
}

interface OpenInvitation {
  readonly invitation: Invitation;
  readonly survey: Survey;
  readonly language: Language;
}

/** The invitation behind a token, if it can be answered now; else what to show instead. */
export async function openInvitation(
  visit: Visit,
  { invitations, surveys, origin }: Context,
): Promise<OpenInvitation | { readonly kind: 'unknown' | 'gone' | 'answered' }> {
  const invitation = await invitations.findByToken(visit.token);
  if (invitation === undefined) return { kind: 'unknown' };
  if (invitation.responseId !== undefined) return { kind: 'answered' };
  const survey = await surveys.find(invitation.surveyId);
  if (survey === undefined || survey.status !== 'open' || invitation.expiresAt <= origin.at) {
    return { kind: 'gone' };
  }
  const wishes = { ...visit, known: invitation.language };
  return { invitation, survey, language: languageFor(wishes, survey.languages, survey.defaultLanguage) };
}
