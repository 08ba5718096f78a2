import { describe, expect, it } from 'vitest';
import {
  invitationContent,
  invitationRenderer,
} from '../../../functions/surveys/invitations/invitations.mail.ts';
import type { Survey } from '../../../functions/surveys/surveys/surveys.schema.ts';
import type { Language } from '../../../shared/values/language.ts';
import { aSurvey } from '../../support/campaign-samples.ts';

const answer = 'https://rapport.example/s/R4nd0mT0ken';
const links = { answer, unsubscribe: `${answer}/unsubscribe` };

/** The mail to a customer, with content as it comes out of the table. */
function mailTo(name: string, language: Language, survey: Survey = aSurvey()) {
  const content: unknown = JSON.parse(JSON.stringify(invitationContent(survey)));
  return invitationRenderer.render({ content, data: {}, recipient: { name, language }, links });
}

describe('the mail of an invitation', () => {
  it('is in the customer’s language, with links that select each score and one click to unsubscribe', () => {
    const mail = mailTo('王芳', 'zh-CN');
    expect(mail.subject).toBe('您的购买体验');
    expect(mail.text).toContain('王芳，您好！');
    expect(mail.html).toContain('您会推荐我们吗？');
    for (let score = 0; score <= 10; score += 1) expect(mail.html).toContain(`${answer}?score=${score}"`);
    expect(mail.text).toContain(answer);
    expect(mail.headers).toMatchObject({
      'List-Unsubscribe': `<${answer}/unsubscribe>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(mailTo('David Brown', 'en').subject).toBe('Your purchase');
  });

  it('tells the introduction of the survey, where it has one', () => {
    const survey = aSurvey({ intro: { 'zh-CN': '两分钟', en: 'It takes two minutes.' } });
    expect(mailTo('David Brown', 'en', survey).text).toContain('It takes two minutes.');
    expect(mailTo('David Brown', 'en').text).not.toContain('minutes');
  });

  it('escapes what people wrote and loads nothing', () => {
    const survey = aSurvey({ title: { 'zh-CN': '<b>', en: '<script>alert(1)</script>' } });
    const mail = mailTo('<img src=x>', 'en', survey);
    expect(mail.html).not.toMatch(/<script|<img|<link|@import/);
  });

  it('is not written in a language that the survey did not have when the run began', () => {
    const survey = aSurvey({ languages: ['zh-CN'] });
    expect(() => mailTo('David Brown', 'en', survey)).toThrow('in its language');
  });
});
