import { linksOf } from '../../../../shared/messaging/links.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { testInvitation } from '../../invitations/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { PreviewLink } from '../responses.schema.ts';
import { assertLanguage, testDays } from './send-test.ts';

interface Context {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly publicUrl: string;
  readonly at: Instant;
}

/** A link behind which a survey can be tried; what is sent there is thanked for and dropped. */
export async function createPreviewLink(
  { surveyId, language }: { readonly surveyId: string; readonly language: Language },
  { surveys, publicUrl, at }: Context,
): Promise<Change<PreviewLink>> {
  assertLanguage(await surveys.get(surveyId), language);
  const expiresAt = instantAfter(at, { days: testDays });
  const { token, write } = testInvitation({ surveyId, language, expiresAt });
  return { result: { link: linksOf(publicUrl, token).answer, expiresAt }, writes: [write] };
}
