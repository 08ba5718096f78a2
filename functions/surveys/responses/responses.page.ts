/** The pages for customers: rendered here, without scripts and without anything from elsewhere. */
import {
  addressOf,
  choiceGroup,
  type Field,
  hiddenInput,
  honeypot,
  textArea,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { pageKind } from '../../../shared/pages/layout.ts';
import { errorMessage, infoMessage } from '../../../shared/pages/messages.ts';
import type { Language } from '../../../shared/values/language.ts';
import { choicesOf, type Question } from '../surveys/surveys.schema.ts';
import type { AnswerView } from './operations/show-answer-form.ts';
import { fieldOf, formFields, maximumText } from './responses.rules.ts';
import { texts } from './responses.texts.ts';

type FormView = Extract<AnswerView, { kind: 'form' }>;

/** Texts of a survey keep the line breaks of their author. */
const pages = pageKind({
  rules: `
p,legend,.field>label{white-space:pre-line}
nav{justify-content:flex-end;font-size:.9rem}
.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
form>button{width:100%;min-height:3rem}
`,
});

/** Sent with every page for customers. */
export const pageHeaders = pages.headers;

/** @param language of pages that show nothing of a survey */
export function answerPage(view: AnswerView, language: Language): string {
  switch (view.kind) {
    case 'form':
      return formPage(view);
    case 'thanks': {
      const own = view.survey.thanks?.[view.language];
      return notePage(view.language, texts[view.language].thanksTitle, own ?? texts[view.language].thanks);
    }
    case 'answered':
      return notePage(language, texts[language].answeredTitle, texts[language].answered);
    case 'gone':
      return notePage(language, texts[language].goneTitle, texts[language].gone);
    case 'unknown':
      return notePage(language, texts[language].unknownTitle, texts[language].unknown);
  }
}

/** Asks before it unsubscribes, because scanners open every link. */
export function unsubscribePage(language: Language): string {
  const { unsubscribeTitle: title, unsubscribe, unsubscribeButton } = texts[language];
  const button = html`<form method="post" action="?lang=${language}"><button>${unsubscribeButton}</button></form>`;
  return pages.layOut({
    language,
    title,
    main: html`<div class="card"><h1>${title}</h1><p>${unsubscribe}</p>${button}</div>`,
  });
}

export function unsubscribedPage(language: Language): string {
  return notePage(language, texts[language].unsubscribedTitle, texts[language].unsubscribed);
}

function notePage(language: Language, title: string, text: string): string {
  return pages.layOutNote({ language, title, paragraphs: [text] });
}

function formPage(view: FormView): string {
  const { survey, language } = view;
  const words = texts[language];
  const title = survey.title[language] ?? survey.name;
  const intro = survey.intro?.[language];
  const fields = survey.questions.map((question) => fieldFor(question, view));
  const main = html`<h1>${title}</h1>
${intro !== undefined && html`<p>${intro}</p>`}
${violationsOf(fields, language)}
${view.confirmResubmit && infoMessage({ text: words.confirmResubmit })}
<form method="post" action="?lang=${language}" novalidate>
${hiddenInput(formFields.version, survey.version)}${hiddenInput(formFields.shownAt, view.shownAt)}
${fields.map((field) => html`<div class="card">${'choices' in field ? choiceGroup(field) : textArea(field)}</div>`)}
${honeypot(formFields.honeypot, 'Website')}<button>${words.send}</button>
</form>`;
  return pages.layOut({ language, title, header: languageLinks(view), main });
}

function languageLinks({ survey, language }: FormView): Html | undefined {
  const others = survey.languages.filter((each) => each !== language);
  if (others.length === 0) return undefined;
  const links = others.map(
    (each) => html`<a href="?lang=${each}" lang="${each}" hreflang="${each}">${texts[each].languageName}</a>`,
  );
  return html`<nav>${links}</nav>`;
}

/** What has to be corrected, with a link to each field. */
function violationsOf(fields: readonly Field[], language: Language): Html | undefined {
  const links = fields
    .filter(({ violation }) => violation !== undefined)
    .map((field) => ({ label: field.label, href: addressOf(field) }));
  return links.length === 0 ? undefined : errorMessage({ text: texts[language].violationsHeading, links });
}

function fieldFor(question: Question, view: FormView) {
  const { language } = view;
  const words = texts[language];
  const name = fieldOf(question);
  const violation = view.violations[question.id];
  const value = view.values[name];
  const field = {
    name,
    label: question.text[language] ?? question.id,
    note: question.required ? words.required : words.optional,
    violation: violation && words.violations[violation],
    isRequired: question.required,
    ...(typeof value === 'string' ? { value } : {}),
  };
  const choices = choicesOf(question);
  if (choices === undefined) return { ...field, hint: words.textHint, maximum: maximumText };
  const ends = endsOf(question, language).map((end) => html`<span>${end}</span> `);
  return { ...field, hint: html`<span class="ends">${ends}</span>`, choices };
}

function endsOf(question: Question, language: Language): readonly [string, string] {
  const words = texts[language];
  if (question.kind === 'nps') return [words.npsLow, words.npsHigh];
  return question.kind === 'csat' ? [words.csatLow, words.csatHigh] : [words.ratingLow, words.ratingHigh];
}
