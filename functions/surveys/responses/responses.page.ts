/** The pages for customers: rendered here, without scripts and without anything from elsewhere. */
import type { Brand } from '../../../shared/pages/brand.ts';
import { brandedPages } from '../../../shared/pages/branded.ts';
import {
  addressOf,
  choiceGroup,
  type Field,
  hiddenInput,
  honeypot,
  textArea,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { errorMessage, infoMessage, type Link, nextStep } from '../../../shared/pages/messages.ts';
import type { Language } from '../../../shared/values/language.ts';
import { preferencesLink } from '../../contact/preferences/index.ts';
import { endsOf } from '../surveys/index.ts';
import { choicesOf, isScale, type Question } from '../surveys/surveys.schema.ts';
import type { AnswerView } from './operations/show-answer-form.ts';
import type { Standing } from './operations/unsubscribe.ts';
import { fieldOf, formFields, maximumText } from './responses.rules.ts';
import { texts } from './responses.texts.ts';

type Shown = Pick<Standing, 'is' | 'isTest' | 'channel'>;
type FormView = Extract<AnswerView, { kind: 'form' }>;

/** What a page says that nothing of a survey or a customer is behind. */
export type NoteKind = 'answered' | 'gone' | 'closed' | 'unknown' | 'unreadable' | 'busy';

export interface AnswerPages {
  /** Sent with every page for customers. */
  readonly headers: Readonly<Record<string, string>>;
  /** @param language of pages that show nothing of a survey */
  answer(view: AnswerView, language: Language): string;
  /** Asks before it unsubscribes, because scanners open every link; once that is done, offers to take it back. */
  unsubscribe(standing: Shown, language: Language): string;
  resubscribed(standing: Shown, language: Language): string;
  /** @param form where the form is that failed, as seen from the page */
  note(kind: NoteKind, language: Language, form?: string): string;
}

/** The pages in the name and colour of an organisation. */
export function createAnswerPages(brand: Brand): AnswerPages {
  const pages = brandedPages(brand);
  const page = (
    language: Language,
    title: string,
    main: Html,
    { links, isTest = false }: { readonly links?: Html | undefined; readonly isTest?: boolean } = {},
  ) =>
    pages.layOut(
      language,
      title,
      html`${isTest && html`<p class="message">${texts[language].test}</p>`}${main}`,
      links,
    );
  const writeToUs = (language: Language): Link => ({
    label: texts[language].contact(brand.organisation),
    href: `mailto:${brand.contact}`,
  });
  const note = (title: string, text: string, next: Html | Link) =>
    html`<div class="card"><h1>${title}</h1><p>${text}</p>${
      'href' in next ? html`<p class="next"><a href="${next.href}">${next.label}</a></p>` : next
    }</div>`;
  const allPurposes = (language: Language) => nextStep(preferencesLink(language));
  return {
    headers: pages.headers,
    answer(view, language) {
      if (view.kind === 'form') return formPage(view, page);
      if (view.kind !== 'thanks') return this.note(view.kind, language);
      const { title, text } = texts[view.language].thanks;
      const main = note(title, view.survey.thanks?.[view.language] ?? text, writeToUs(view.language));
      return page(view.language, title, main, view);
    },
    unsubscribe({ is, isTest, channel }, language) {
      if (is === 'unsubscribed for good') return this.resubscribed({ is, isTest, channel }, language);
      const { unsubscribe, unsubscribed } = texts[language].subscription(channel);
      const { title, text } = is === 'subscribed' ? unsubscribe : unsubscribed;
      const next =
        is === 'subscribed'
          ? postTo('', language, unsubscribe.button)
          : postTo('resubscribe', language, unsubscribed.undo, 'quiet');
      const more = html`${next}${!isTest && allPurposes(language)}`;
      return page(language, title, note(title, text, more), { isTest });
    },
    resubscribed({ is, isTest, channel }, language) {
      const { title, text } = texts[language].subscription(channel)[standingTexts[is]];
      const next = html`${!isTest && allPurposes(language)}${nextStep(writeToUs(language))}`;
      return page(language, title, note(title, text, next), { isTest });
    },
    note(kind, language, form = '') {
      const { title, text } = texts[language][kind];
      const again = { label: texts[language].again, href: `${form}?lang=${language}` };
      const isFailure = kind === 'unreadable' || kind === 'busy';
      const main = note(title, text, isFailure ? again : writeToUs(language));
      return page(language, isFailure ? `${texts[language].errorPrefix}${title}` : title, main);
    },
  };
}

const standingTexts = {
  subscribed: 'resubscribed',
  unsubscribed: 'unsubscribed',
  'unsubscribed for today': 'undoneTooOften',
  'unsubscribed for good': 'stillUnsubscribed',
} as const;

type LayOut = (
  language: Language,
  title: string,
  main: Html,
  options: { readonly links: Html | undefined; readonly isTest: boolean },
) => string;

function formPage(view: FormView, layOut: LayOut): string {
  const { survey, language, isTest } = view;
  const words = texts[language];
  const title = survey.title[language] ?? survey.name;
  const intro = survey.intro?.[language];
  const fields = survey.questions.map((question) => fieldFor(question, view));
  const wrong = violationsOf(fields, language);
  const main = html`<h1>${title}</h1>
${intro !== undefined && html`<p>${intro}</p>`}
${wrong}
${view.confirmResubmit && infoMessage({ text: words.confirmResubmit })}
<form method="post" action="?lang=${language}" novalidate>
${hiddenInput(formFields.version, survey.version)}${hiddenInput(formFields.shownAt, view.shownAt)}${
  view.prefilled !== undefined && hiddenInput(formFields.prefilled, view.prefilled)
}
${fields.map((field) => html`<div class="card">${'choices' in field ? choiceGroup(field) : textArea(field)}</div>`)}
${!view.confirmResubmit && honeypot(formFields.honeypot, 'Website')}<button>${words.send}</button>
</form>`;
  const shownTitle = wrong === undefined ? title : `${words.errorPrefix}${title}`;
  return layOut(language, shownTitle, main, { links: linksOf(view), isTest });
}

function postTo(path: string, language: Language, label: string, look?: 'quiet'): Html {
  return html`<form method="post" action="${path}?lang=${language}"><button${look && html` class="${look}"`}>${label}</button></form>`;
}

function linksOf({ survey, language, wayOut }: FormView): Html | undefined {
  const others = survey.languages.filter((each) => each !== language);
  if (others.length === 0 && wayOut === undefined) return undefined;
  const links = others.map(
    (each) => html`<a href="?lang=${each}" lang="${each}" hreflang="${each}">${texts[each].languageName}</a>`,
  );
  const out = texts[language].subscription('sms').unsubscribe.title;
  return html`<nav>${links} ${wayOut !== undefined && html`<a href="${wayOut}?lang=${language}">${out}</a>`}</nav>`;
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
  if (choices === undefined || !isScale(question))
    return { ...field, hint: words.textHint, maximum: maximumText };
  return { ...field, choices, ends: endsOf(question.kind, language) };
}
