/** The pages for customers: rendered here, without scripts and without anything from elsewhere. */
import { html, SafeHtml } from '../../../shared/messaging/template.ts';
import type { Language } from '../../../shared/values/language.ts';
import { choicesOf, type Question } from '../surveys/surveys.schema.ts';
import type { AnswerView } from './operations/show-answer-form.ts';
import { fieldOf, formFields, maximumText } from './responses.rules.ts';
import { style } from './responses.style.ts';
import { texts } from './responses.texts.ts';

type FormView = Extract<AnswerView, { kind: 'form' }>;

/** The style must reach the page byte by byte, or its hash in the policy does not fit. */
const styleSheet = new SafeHtml(`<style>${style}</style>`);

/** @param language of pages that show nothing of a survey */
export function answerPage(view: AnswerView, language: Language): string {
  switch (view.kind) {
    case 'form':
      return formPage(view);
    case 'thanks': {
      const own = view.survey.thanks?.[view.language];
      return saveProgress(
        view.language,
        texts[view.language].thanksTitle,
        own ?? texts[view.language].thanks,
      );
    }
    case 'answered':
      return saveProgress(language, texts[language].answeredTitle, texts[language].answered);
    case 'gone':
      return saveProgress(language, texts[language].goneTitle, texts[language].gone);
    case 'unknown':
      return saveProgress(language, texts[language].unknownTitle, texts[language].unknown);
  }
}

/** Asks before it unsubscribes, because scanners open every link. */
export function unsubscribePage(language: Language): string {
  const { unsubscribeTitle, unsubscribe, unsubscribeButton } = texts[language];
  const button = html`<form method="post" action="?lang=${language}"><button>${unsubscribeButton}</button></form>`;
  return page(language, unsubscribeTitle, html`<h1>${unsubscribeTitle}</h1><p>${unsubscribe}</p>${button}`);
}

export function unsubscribedPage(language: Language): string {
  return saveProgress(language, texts[language].unsubscribedTitle, texts[language].unsubscribed);
}

function saveProgress(language: Language, title: string, text: string): string {
  return page(language, title, html`<h1>${title}</h1><p>${text}</p>`);
}

function page(language: Language, title: string, body: SafeHtml): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
${styleSheet}
</head>
<body><main>${body}</main></body>
</html>
`.toString();
}

function formPage(view: FormView): string {
  const { survey, language, violations } = view;
  const words = texts[language];
  const title = survey.title[language] ?? survey.name;
  const intro = survey.intro?.[language];
  const invalid = survey.questions.filter(({ id }) => violations[id] !== undefined);
  return page(
    language,
    title,
    html`${languageLinks(view)}
<h1>${title}</h1>
${intro !== undefined && html`<p>${intro}</p>`}
${
  invalid.length > 0 &&
  html`<div class="violations" role="alert" tabindex="-1"><p>${words.violationsHeading}</p><ul>${invalid.map(
    (question) =>
      html`<li><a href="#${anchorOf(question)}">${question.text[language] ?? question.id}</a></li>`,
  )}</ul></div>`
}
${view.confirmResubmit && html`<div class="notice" role="alert"><p>${words.confirmResubmit}</p></div>`}
<form method="post" action="?lang=${language}" novalidate>
<input type="hidden" name="${formFields.version}" value="${survey.version}">
<input type="hidden" name="${formFields.shownAt}" value="${view.shownAt}">
${survey.questions.map((question) => questionField(question, view))}
<div class="honeypot" aria-hidden="true"><label>Website <input name="${formFields.honeypot}" tabindex="-1" autocomplete="off"></label></div>
<button>${words.send}</button>
</form>`,
  );
}

function languageLinks({ survey, language }: FormView): SafeHtml | false {
  const others = survey.languages.filter((each) => each !== language);
  return (
    others.length > 0 &&
    html`<nav>${others.map(
      (each) =>
        html`<a href="?lang=${each}" lang="${each}" hreflang="${each}">${texts[each].languageName}</a>`,
    )}</nav>`
  );
}

/** Where the list of violations leads: something that takes the focus. */
function anchorOf(question: Question): string {
  const [first] = choicesOf(question) ?? [];
  return first === undefined ? fieldOf(question) : `${fieldOf(question)}-${first}`;
}

function questionField(question: Question, view: FormView): SafeHtml {
  const { language } = view;
  const words = texts[language];
  const field = fieldOf(question);
  const violation = view.violations[question.id];
  const heading = html`${question.text[language] ?? question.id}<span class="note">(${question.required ? words.required : words.optional})</span>`;
  const said =
    violation && html`<p class="violation" id="${field}-violation">${words.violations[violation]}</p>`;
  const described = `${field}-hint${violation === undefined ? '' : ` ${field}-violation`}`;
  const value = view.values[field];
  const choices = choicesOf(question);
  if (choices === undefined) {
    return html`<div class="field"><label for="${field}">${heading}</label>
<textarea id="${field}" name="${field}" maxlength="${maximumText}" aria-describedby="${described}"${stateOf(question, violation)}>
${typeof value === 'string' ? value : ''}</textarea>
<p class="hint" id="${field}-hint">${words.textHint}</p>${said}</div>
`;
  }
  return html`<fieldset role="radiogroup" aria-describedby="${described}"${stateOf(question, violation)}><legend>${heading}</legend>
<div class="scale">${choices.map((choice) => choiceOf(field, choice, String(choice) === value))}</div>
<p class="hint ends" id="${field}-hint">${endsOf(question, language).map((end) => html`<span>${end}</span> `)}</p>${said}</fieldset>
`;
}

function stateOf(question: Question, violation: string | undefined): SafeHtml {
  return html`${question.required && html` aria-required="true"`}${violation !== undefined && html` aria-invalid="true"`}`;
}

function choiceOf(field: string, choice: number, checked: boolean): SafeHtml {
  const id = `${field}-${choice}`;
  return html`<div class="choice"><input type="radio" id="${id}" name="${field}" value="${choice}"${checked && html` checked`}><label for="${id}">${choice}</label></div>`;
}

function endsOf(question: Question, language: Language): readonly [string, string] {
  const words = texts[language];
  if (question.kind === 'nps') return [words.npsLow, words.npsHigh];
  return question.kind === 'csat' ? [words.csatLow, words.csatHigh] : [words.ratingLow, words.ratingHigh];
}
