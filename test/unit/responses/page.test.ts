import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../../functions/surveys/questions/index.ts';
import { pageAt } from '../../../functions/surveys/questions/operations/turn-page.ts';
import type { AnswerView } from '../../../functions/surveys/responses/operations/show-answer-form.ts';
import { createAnswerPages } from '../../../functions/surveys/responses/responses.page.ts';
import { aSurvey, brand } from '../../support/campaign-samples.ts';

const pages = createAnswerPages(brand);
const answerPage = pages.answer.bind(pages);

type FormView = Extract<AnswerView, { kind: 'form' }>;

const form = ({ survey = aSurvey(), ...fields }: Partial<FormView> = {}): FormView => ({
  kind: 'form',
  survey,
  page: pageAt(survey.questions, undefined),
  customer: { name: 'Jane Doe' },
  language: 'en',
  values: {},
  violations: {},
  shownAt: 1,
  confirmResubmit: false,
  isTest: false,
  isKept: false,
  isUnnamed: false,
  ...fields,
});

describe('the answer page', () => {
  it('has a style that its policy allows by hash, and nothing else that could load or run', () => {
    const page = answerPage(form(), 'en');
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(pages.headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(pages.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|style="|src=|\son\w+=|https?:/);
    expect(style).toContain(brand.colour);
  });

  it('says its language and labels every field', () => {
    const page = answerPage(form({ language: 'zh-CN' }), 'en');
    expect(page).toContain('<html lang="zh-CN">');
    const ids = [...page.matchAll(/<(?:input type="radio"|textarea) id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(11 + 5 + 1);
    for (const id of ids) expect(page).toContain(`<label for="${id}">`);
  });

  it('selects what was chosen, and only what can be', () => {
    expect(answerPage(form({ values: { 'q-recommend': '9' } }), 'en')).toContain('value="9" checked');
    expect(answerPage(form({ values: { 'q-recommend': '99' } }), 'en')).not.toContain('" checked');
  });

  it('names what is wrong at the field and in a list that leads there', () => {
    const page = answerPage(form({ violations: { recommend: 'missing', why: 'too-long' } }), 'en');
    expect(page).toContain('aria-describedby="q-recommend-low q-recommend-high q-recommend-violation"');
    expect(page).toContain('id="q-recommend-violation">Please answer this question.');
    expect(page).toContain('<a href="#q-recommend-0">');
    expect(page).toContain('<a href="#q-why">');
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(page).toContain('<title>Error: Your purchase – Northwind</title>');
    expect(page).toMatch(/role="alert" tabindex="-1" autofocus/);
    expect(answerPage(form(), 'en')).toContain('<title>Your purchase – Northwind</title>');
  });

  it('escapes what a customer typed and what a manager wrote', () => {
    const nasty = '"><script>alert(1)</script>';
    const survey = aSurvey({ title: { 'zh-CN': nasty, en: nasty } });
    const page = answerPage(form({ survey, values: { 'q-why': `</textarea>${nasty}` } }), 'en');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('</textarea><');
  });

  it('shows nothing of survey or customer when the link is unknown, used or over', () => {
    const notes = (['unknown', 'gone', 'closed', 'answered'] as const).map((kind) =>
      answerPage({ kind }, 'en'),
    );
    for (const page of notes) {
      expect(page).not.toContain('Your purchase');
      expect(page).not.toContain('<form');
      expect(page).toContain('<p class="brand">Northwind</p>');
      // One next step, beside the way past the header.
      expect([...page.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
        'mailto:care@northwind.example',
      ]);
    }
    expect(new Set(notes).size).toBe(4);
    expect(answerPage({ kind: 'gone' }, 'en')).toContain('This link is no longer open');
    expect(answerPage({ kind: 'gone' }, 'zh-CN')).toContain('此链接已失效');
    expect(answerPage({ kind: 'closed' }, 'en')).toContain('This survey has been closed');
    expect(answerPage({ kind: 'closed' }, 'zh-CN')).toContain('此调查已关闭');
  });

  it('thanks in the words of the survey', () => {
    const survey = aSurvey({ thanks: { 'zh-CN': '谢谢！', en: 'Thanks a lot!' } });
    const known = { answers: {}, questions: survey.questions, language: 'en' as const };
    expect(answerPage({ kind: 'thanks', survey, language: 'en', isTest: false, known }, 'zh-CN')).toContain(
      'Thanks a lot!',
    );
  });

  it('puts what the ends of a scale mean beside them', () => {
    const page = answerPage(form(), 'en').replaceAll('\n', '');
    // Between the two rows of a phone, and at the end.
    expect(page).toMatch(
      /for="q-recommend-5">5<\/label><\/div><span class="end low"[^>]*>0 = not at all likely</,
    );
    expect(page).toMatch(
      /for="q-recommend-10">10<\/label><\/div><span class="end high"[^>]*>10 = extremely likely</,
    );
    expect(page).toMatch(
      /for="q-service-5">5<\/label><\/div><span class="end low"[^>]*>1 = very dissatisfied</,
    );
  });

  it('says when it is a test', () => {
    expect(answerPage(form({ isTest: true }), 'en')).toContain('nothing is recorded');
    expect(answerPage(form(), 'en')).not.toContain('nothing is recorded');
  });

  const channel = 'email';

  it('asks before it unsubscribes, and offers to take it back', () => {
    const undo = '<form method="post" action="resubscribe?lang=en"';
    const asked = pages.unsubscribe({ is: 'subscribed', isTest: false, channel }, 'en');
    expect(asked).toContain('<form method="post" action="?lang=en"');
    expect(asked).not.toContain(undo);
    const done = pages.unsubscribe({ is: 'unsubscribed', isTest: false, channel }, 'en');
    expect(done).toContain('You will get no more survey mails');
    expect(done).toContain(undo);
    expect(pages.unsubscribe({ is: 'unsubscribed for good', isTest: false, channel }, 'en')).not.toContain(
      '<form',
    );
    expect(pages.unsubscribe({ is: 'unsubscribed for good', isTest: false, channel }, 'zh-CN')).toContain(
      '不会收到',
    );
  });

  it('says of every page about mails that it is a test', () => {
    for (const is of ['subscribed', 'unsubscribed'] as const) {
      expect(pages.unsubscribe({ is, isTest: true, channel }, 'en')).toContain('This is a test');
      expect(pages.unsubscribe({ is, isTest: true, channel }, 'zh-CN')).toContain('这是一次测试');
      expect(pages.resubscribed({ is, isTest: true, channel }, 'en')).toContain('This is a test');
      expect(pages.unsubscribe({ is, isTest: false, channel }, 'en')).not.toContain('This is a test');
    }
  });

  it('weighs less than 100 KB with as many questions as a survey may ask, and lets texts run their own way', () => {
    const words = { 'zh-CN': '您有多满意？'.repeat(20), en: 'مرحبا '.repeat(40) };
    const questions = Array.from({ length: 50 }, (_, index) => ({
      ...{ id: `q${index}`, kind: (['csat', 'text', 'rating'] as const)[index % 3]!, required: true },
      text: words,
    }));
    const survey = aSurvey({ questions, title: { 'zh-CN': 'أحمد', en: 'أحمد' } });
    const page = answerPage(form({ survey }), 'en');
    expect(Buffer.byteLength(page)).toBeLessThan(100_000);
    expect(page).toContain('<h1 dir="auto">أحمد</h1>');
  });

  it('takes 2,000 characters of emoji for a text, keeps them, and says when there is one more', () => {
    const survey = aSurvey();
    const most = '😀'.repeat(2000);
    const shown = answerPage(form({ survey, values: { 'q-why': most } }), 'en');
    expect(shown).toContain(`${most}</textarea>`);
    const read = (why: string) => readAnswers(survey.questions, { 'q-recommend': '9', 'q-why': why });
    expect(read(most)).toMatchObject({ answers: { why: most }, violations: {} });
    expect(read(`${most}!`)).toMatchObject({ violations: { why: 'too-long' } });
  });

  it('tells of failures in words, with a way back', () => {
    for (const kind of ['unreadable', 'busy'] as const) {
      expect(pages.note(kind, 'en')).toContain('<title>Error: ');
      expect(pages.note(kind, 'zh-CN')).toContain('<a href="?lang=zh-CN">');
    }
    expect(pages.note('busy', 'en', 'unsubscribe')).toContain('<a href="unsubscribe?lang=en">');
  });
});
