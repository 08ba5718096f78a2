import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { epochSeconds, instantAfter } from '../../../../shared/time/clock.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import {
  messageId,
  putContent,
  requestMessage,
  type Suppression,
  type SuppressionReader,
} from '../../../contact/messaging/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import {
  invitationContent,
  invitationTemplate,
  type TestCounter,
  testInvitation,
} from '../../invitations/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import type { TestMail } from '../responses.schema.ts';

interface Context {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly tests: TestCounter;
  readonly suppressions: SuppressionReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** So long the link of a test opens the page. */
export const testDays = 7;

/** More tests an hour would fill a mailbox rather than show a survey. */
const testsPerHour = 20;

/**
 * Mails a survey to a member of staff, as customers would get it. Its link opens the page, also of a draft, and
 * records nothing: behind it stands no invitation of a customer.
 */
export async function sendTest(
  input: { readonly surveyId: string; readonly staffId?: string | undefined; readonly language: Language },
  { surveys, staff, tests, suppressions, principal, origin }: Context,
): Promise<Change<TestMail>> {
  const { surveyId, language, staffId = principal.id } = input;
  const [survey, member] = await Promise.all([surveys.get(surveyId), staff.find(staffId)]);
  assertLanguage(survey, language);
  if (!member?.active) {
    throw new AppError('invalid-request', 'A test goes to members of staff only.', {
      violations: [
        {
          pointer: '/body/staffId',
          reason: 'Nobody of this id works here. Register people with PUT /staff/{staffId}.',
        },
      ],
    });
  }
  const suppression = await suppressions.ofAddress(member.email);
  if (suppression !== undefined) throw takesNoMail(suppression);
  const { sent, oneMore } = await tests.ofHour(staffId, origin.at);
  if (sent >= testsPerHour) throw tooMany(origin.at);
  const expiresAt = instantAfter(origin.at, { days: testDays });
  const { token, write } = testInvitation({ surveyId, language, expiresAt });
  const id = newId(messageId);
  const request = {
    ...({ id, purpose: 'notifications', channel: 'email', language, template: invitationTemplate } as const),
    recipient: { kind: 'staff', id: staffId } as const,
    content: id,
    data: { test: true },
    link: { token },
    topics: [],
    expiresAt,
  };
  const content = putContent(id, invitationContent(survey), expiresAt);
  return {
    result: { messageId: id, staffId, language, expiresAt },
    writes: [oneMore, write, content, ...requestMessage(request, origin)],
  };
}

function takesNoMail({ since, reason }: Suppression): AppError {
  return new AppError(
    'not-allowed-now',
    `Nothing is sent to the address of this member of staff since ${since}, because of "${reason}". Correct it with PUT /staff/{staffId}, or have a manager lift the suppression: GET /suppressions?email=…, then DELETE /suppressions/{suppressionId}.`,
  );
}

function tooMany(at: Instant): AppError {
  const seconds = 3600 - (epochSeconds(at) % 3600);
  return new AppError(
    'too-many-requests',
    `A member of staff gets at most ${testsPerHour} tests an hour. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

/** Refuses a language that the survey does not have, and names those that it has. */
export function assertLanguage({ languages }: Pick<Survey, 'languages'>, language: Language): void {
  if (languages.includes(language)) return;
  throw new AppError('invalid-request', 'The survey does not have this language.', {
    violations: [{ pointer: '/body/language', reason: `must be one of ${languages.join(', ')}` }],
  });
}
