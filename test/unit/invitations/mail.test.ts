import { describe, expect, it } from 'vitest';
import {
  invitationContent,
  invitationRenderer,
} from '../../../functions/surveys/invitations/invitations.mail.ts';
import { preselected } from '../../../functions/surveys/responses/responses.rules.ts';
import type { Survey } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { linksOf } from '../../../shared/messaging/links.ts';
import { segmentsOf } from '../../../shared/messaging/segments.ts';
import { shortUrlOf } from '../../../shared/messaging/short-links.ts';
import type { Language } from '../../../shared/values/language.ts';
import { aSurvey, brand } from '../../support/campaign-samples.ts';

const site = 'https://rapport.example';

const answer = 'https://rapport.example/s/R4nd0mT0ken';
const links = linksOf('https://rapport.example', 'R4nd0mT0ken');

/** The mail to a customer, with content as it comes out of the table. */
function mailTo(name: string, language: Language, survey: Survey = aSurvey()) {
  const content: unknown = JSON.parse(JSON.stringify(invitationContent(survey)));
  return invitationRenderer.render({ content, data: {}, recipient: { name, language }, links, site, brand });
}

describe('the mail of an invitation', () => {
  it('is in the customer’s language, with links that select each score and one click to unsubscribe', () => {
    const mail = mailTo('王芳', 'zh-CN');
    expect(mail.subject).toBe('您的购买体验');
    expect(mail.text).toContain('王芳，您好！');
    expect(mail.html).toContain('您会推荐我们吗？');
    for (let score = 0; score <= 10; score += 1) {
      expect(mail.html).toContain(`${answer}?lang=zh-CN&amp;score=${score}"`);
    }
    expect(mail.text).toContain(answer);
    expect(mail.headers).toMatchObject({
      'List-Unsubscribe': `<${answer}/unsubscribe?lang=zh-CN>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(mailTo('David Brown', 'en').subject).toBe('Your purchase');
  });

  it('names the customer where texts do, in the subject, too, and escapes that', () => {
    const text = (en: string) => ({ 'zh-CN': en, en });
    const survey = aSurvey({
      title: text('{{customer.name}}, your purchase'),
      intro: text('Dear {{customer.name|customer}} of {{customer.company|your company}},'),
    });
    const mail = mailTo('<b>Ann</b>', 'en', survey);
    expect(mail.subject).toBe('<b>Ann</b>, your purchase');
    expect(mail.html).toContain('Dear &lt;b&gt;Ann&lt;/b&gt; of your company,');
    expect(mail.html).not.toContain('<b>Ann');
  });

  it('says who it is from, what is asked and what the ends of the scale mean', () => {
    const { html, text } = mailTo('David Brown', 'en');
    expect(html).toContain('>Would you recommend us?</h2>');
    for (const words of ['0 = not at all likely', '10 = extremely likely']) {
      expect(html).toContain(words);
      expect(text).toContain(words);
    }
    // At the head and at the foot.
    expect(html.split(brand.organisation)).toHaveLength(3);
    expect(html).toContain(brand.contact);
    expect(html).toContain(`background:${brand.colour};color:#ffffff`);
    expect(html).toMatch(/font-size:12px[^>]*>[^<]*<br>https:\/\/rapport\.example\/s\/R4nd0mT0ken\?lang=en</);
    expect(html).toContain(`${answer}/unsubscribe?lang=en`);
  });

  it.each([
    ['nps', 0, 10],
    ['csat', 1, 5],
    ['ces', 1, 7],
    ['rating', 1, 5],
  ] as const)(
    'has one link for each number of a question of kind %s, and each selects it',
    (kind, low, high) => {
      const [question] = aSurvey().questions;
      const survey = aSurvey({ questions: [{ ...question!, kind } as Survey['questions'][number]] });
      const { html } = mailTo('王芳', 'zh-CN', survey);
      const scores = [...html.matchAll(/&amp;score=(\d+)"/g)].map(([, score]) => Number(score));
      expect(scores).toEqual(Array.from({ length: high - low + 1 }, (_, index) => low + index));
      for (const score of scores)
        expect(preselected(survey, String(score))).toEqual({ 'q-recommend': String(score) });
      for (const none of [String(low - 1), String(high + 1), 'x', ''])
        expect(preselected(survey, none)).toEqual({});
    },
  );

  it('fits into one text message, whatever the survey is called, with the short link', () => {
    const short = { ...links, answer: shortUrlOf('https://s.rapport.example', 'R4nd0mT0ken0') };
    for (const title of ['您的购买体验', '您'.repeat(120), '👨‍👩‍👧'.repeat(14), 'Your purchase '.repeat(8)])
      for (const takesAnswers of [true, false]) {
        const survey = aSurvey({ title: { 'zh-CN': title, en: title } });
        const content: unknown = JSON.parse(JSON.stringify(invitationContent(survey)));
        const asked = { content, data: {}, recipient: { name: '王芳', language: 'zh-CN' as const } };
        const said = invitationRenderer.renderSms?.({ ...asked, links: short, site, brand, takesAnswers });
        expect(said).toContain(short.answer);
        expect(said?.isWellFormed()).toBe(true);
        expect([title, segmentsOf(String(said))]).toEqual([title, 1]);
      }
  });

  it('offers five choices where satisfaction is asked for, and none without a scale', () => {
    const [, service, why] = aSurvey().questions;
    const five = mailTo('David Brown', 'en', aSurvey({ questions: [why!, service!] }));
    expect(five.html).toContain('>Are you satisfied?</h2>');
    expect(five.html).toContain('5 = very satisfied');
    expect(five.html.split('&amp;score=')).toHaveLength(6);
    const none = mailTo('David Brown', 'en', aSurvey({ questions: [why!] }));
    expect(none.html).not.toContain('score=');
    expect(none.html).toContain('Answer the survey');
  });

  it('that is a test says so in its subject and before anything else', () => {
    const content: unknown = JSON.parse(JSON.stringify(invitationContent(aSurvey())));
    const recipient = { name: 'Li Na', language: 'en' } as const;
    const mail = invitationRenderer.render({ content, data: { test: true }, recipient, links, site, brand });
    expect(mail.subject).toBe('[Test] Your purchase');
    expect(mail.html.indexOf('not recorded')).toBeLessThan(mail.html.indexOf('<h1'));
    expect(mail.text).toContain('not recorded');
  });

  it.each([
    ['en', 'You get this mail because a colleague has sent you a test', /our customer|takes one answer/],
    ['zh-CN', '您收到这封邮件，是因为有同事把这项调查的测试发给了您', /我们的客户|可回答一次/],
  ] as const)('that is a test calls nobody of the staff a customer (%s)', (language, why, ofCustomers) => {
    const content: unknown = JSON.parse(JSON.stringify(invitationContent(aSurvey())));
    const recipient = { name: 'Li Na', language };
    const { html, text } = invitationRenderer.render({
      content,
      data: { test: true },
      recipient,
      links,
      ...{ site, brand },
    });
    for (const said of [html, text]) {
      expect(said).toContain(why);
      expect(said).not.toMatch(ofCustomers);
    }
    expect(mailTo('王芳', language).text).toMatch(ofCustomers);
  });

  it.each([
    ['en', 'Your answer is anonymous: nobody can tell that it is yours.'],
    ['zh-CN', '您的回答是匿名的：没有人能看出是您填写的。'],
  ] as const)('says of an anonymous survey that it is (%s)', (language, said) => {
    const { html, text } = mailTo('王芳', language, aSurvey({ anonymous: true }));
    for (const words of [html, text]) expect(words).toContain(said);
    expect(mailTo('王芳', language).text).not.toContain(said);
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
