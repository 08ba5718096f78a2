import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AnswerView } from '../../../functions/surveys/responses/operations/show-answer-form.ts';
import {
  answerPage,
  pageHeaders,
  unsubscribePage,
} from '../../../functions/surveys/responses/responses.page.ts';
import { aSurvey } from '../../support/campaign-samples.ts';

type FormView = Extract<AnswerView, { kind: 'form' }>;

const form = (fields: Partial<FormView> = {}): FormView => ({
  kind: 'form',
  survey: aSurvey(),
  language: 'en',
  values: {},
  violations: {},
  shownAt: 1,
  confirmResubmit: false,
  ...fields,
});

describe('the answer page', () => {
  it('has a style that its policy allows by hash, and nothing else that could load or run', () => {
    const page = answerPage(form(), 'en');
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(pageHeaders['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(pageHeaders['content-security-policy']).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|style="|src=|\son\w+=|https?:/);
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
    expect(page).toContain('aria-describedby="q-recommend-hint q-recommend-violation"');
    expect(page).toContain('id="q-recommend-violation">Please answer this question.');
    expect(page).toContain('<a href="#q-recommend-0">');
    expect(page).toContain('<a href="#q-why">');
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
  });

  it('escapes what a customer typed and what a manager wrote', () => {
    const nasty = '"><script>alert(1)</script>';
    const survey = aSurvey({ title: { 'zh-CN': nasty, en: nasty } });
    const page = answerPage(form({ survey, values: { 'q-why': `</textarea>${nasty}` } }), 'en');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('</textarea><');
  });

  it('shows nothing of survey or customer when the link is unknown, used or over', () => {
    const pages = (['unknown', 'gone', 'answered'] as const).map((kind) => answerPage({ kind }, 'en'));
    for (const page of pages) {
      expect(page).not.toContain('Your purchase');
      expect(page).not.toContain('<form');
    }
    expect(new Set(pages).size).toBe(3);
  });

  it('thanks in the words of the survey', () => {
    const survey = aSurvey({ thanks: { 'zh-CN': '谢谢！', en: 'Thanks a lot!' } });
    expect(answerPage({ kind: 'thanks', survey, language: 'en' }, 'zh-CN')).toContain('Thanks a lot!');
  });

  it('asks before it unsubscribes', () => {
    expect(unsubscribePage('en')).toContain('<form method="post"');
  });
});
