import { linksOf } from '../../../../shared/messaging/links.ts';
import type { Brand } from '../../../../shared/pages/brand.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { invitationContent, invitationRenderer } from '../../invitations/index.ts';
import { pageAt } from '../../questions/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { AnswerPages } from '../responses.page.ts';
import type { SurveyPreview } from '../responses.schema.ts';
import { assertLanguage } from './send-test.ts';

interface Context {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly brand: Brand;
  readonly pages: Pick<AnswerPages, 'answer'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Leads nowhere (RFC 2606), for a preview has no recipient. */
const site = 'https://preview.invalid';
const links = linksOf(site, 'preview');

const anybody: Readonly<Record<Language, string>> = { 'zh-CN': '李雷', en: 'Jane Doe' };

/** The mail and the page of a survey in one of its languages, whatever its status. Records nothing. */
export async function previewSurvey(
  { surveyId, language }: { readonly surveyId: string; readonly language: Language },
  { surveys, brand, pages, now }: Context,
): Promise<SurveyPreview> {
  const survey = await surveys.get(surveyId);
  assertLanguage(survey, language);
  const { subject, html, text } = invitationRenderer.render({
    content: invitationContent(survey),
    data: {},
    recipient: { name: anybody[language], language },
    ...{ links, site, brand },
  });
  const customer = { name: anybody[language] };
  const form = {
    values: {},
    violations: {},
    shownAt: now,
    confirmResubmit: false,
    isTest: true,
    isKept: false,
    isUnnamed: survey.anonymous === true,
  };
  return {
    mail: { subject, html, text },
    page: pages.answer(
      { kind: 'form', survey, language, page: pageAt(survey.questions, undefined), customer, ...form },
      language,
    ),
  };
}
