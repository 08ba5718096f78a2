/** The pages for customers: rendered here, without scripts and without anything from elsewhere. */
import type { Brand } from '../../../shared/pages/brand.ts';
import { brandedPages } from '../../../shared/pages/branded.ts';
import { addressOf, type Field, hiddenInput, honeypot } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { errorMessage, infoMessage, type Link, nextStep } from '../../../shared/pages/messages.ts';
import type { Language } from '../../../shared/values/language.ts';
import { preferencesLink } from '../../contact/preferences/index.ts';
import { answeredElsewhere, filledIn, isOnePage, questionField, readAnswers } from '../questions/index.ts';
import type { AnswerView } from './operations/show-answer-form.ts';
import type { Standing } from './operations/unsubscribe.ts';
import { formFields } from './responses.rules.ts';
import { texts } from './responses.texts.ts';

type Shown = Pick<Standing, 'is' | 'isTest' | 'channel'>;
type FormView = Extract<AnswerView, { kind: 'form' }>;

/** What a page says that nothing of a survey or a customer is behind. */
export type NoteKind =
  | 'answered'
  | 'gone'
  | 'early'
  | 'closed'
  | 'full'
  | 'crowded'
  | 'unknown'
  | 'unknownLink'
  | 'unreadable'
  | 'busy';

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
    html`<div class="card"><h1>${title}</h1><p dir="auto">${text}</p>${
      'href' in next ? html`<p class="next"><a href="${next.href}">${next.label}</a></p>` : next
    }</div>`;
  const allPurposes = (language: Language) => nextStep(preferencesLink(language));
  return {
    headers: pages.headers,
    answer(view, language) {
      if (view.kind === 'form') return formPage(view, page);
      if (view.kind !== 'thanks') {
        const { ending } = view;
        if (ending === undefined) return this.note(view.kind, language);
        const { title } = texts[language][view.kind];
        return page(language, title, note(title, ending, writeToUs(language)));
      }
      const { title, text } = texts[view.language].thanks;
      const thanks = view.survey.thanks?.[view.language];
      const said = thanks === undefined ? text : filledIn(thanks, view.known);
      const main = note(title, said, writeToUs(view.language));
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
      const isFailure = kind === 'unreadable' || kind === 'busy' || kind === 'crowded';
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
  const { survey, language, isTest, page } = view;
  const words = texts[language];
  const title = filledIn(survey.title[language] ?? survey.name, knownIn(view));
  const form = { ...view, questions: survey.questions, known: knownIn(view) };
  const fields = page.questions.map((question) => questionField(question, form));
  const wrong = violationsOf(
    fields.map(({ field }) => field),
    language,
  );
  const isLast = page.start + page.questions.length >= survey.questions.length;
  const main = html`<h1 dir="auto">${title}</h1>
${introOf(view)}${wrong}
${view.confirmResubmit && infoMessage({ text: words.confirmResubmit })}${view.crowdedMinutes !== undefined && errorMessage({ text: words.sendLater(view.crowdedMinutes) })}
<form method="post" action="?lang=${language}" novalidate>
${hiddenIn(view)}
${fields.map(({ shown }) => html`<div class="card">${shown}</div>`)}
${!view.confirmResubmit && honeypot(formFields.honeypot, 'Website')}<button name="${formFields.go}" value="on">${isLast ? words.send : words.next}</button>${
    page.start > 0 &&
    html`\n<button class="quiet" name="${formFields.go}" value="back" formnovalidate>${words.back}</button>`
  }
${!isOnePage(survey) && view.isKept && html`<p class="soft">${words.kept}</p>`}${
  view.isUnnamed && html`<p class="soft">${words.unnamed}</p>`
}</form>`;
  const isTaken = wrong === undefined && view.crowdedMinutes === undefined;
  const shownTitle = isTaken ? title : `${words.errorPrefix}${title}`;
  return layOut(language, shownTitle, main, { links: linksOf(view), isTest });
}

/** What texts of the survey may name. */
function knownIn({ survey, customer, values, language }: FormView) {
  const { answers } = readAnswers(survey.questions, values);
  return { customer, answers, questions: survey.questions, language };
}

/** The introduction stands on the first page, then how far it goes on and the theme. */
function introOf(view: FormView): Html {
  const { survey, language, page } = view;
  const intro = survey.intro?.[language];
  const theme = survey.themes?.find(({ id }) => id === page.questions[0]?.theme)?.title[language];
  const share = Math.round((100 * page.start) / survey.questions.length);
  return html`${page.start === 0 && intro !== undefined && html`<p>${filledIn(intro, knownIn(view))}</p>\n`}${
    !isOnePage(survey) &&
    html`<p><progress max="100" value="${share}" aria-label="${texts[language].progress}">${share} %</progress></p>\n`
  }${theme !== undefined && html`<h2>${filledIn(theme, knownIn(view))}</h2>\n`}`;
}

/** What the form knows of itself, and what was answered on other pages. */
function hiddenIn({ survey, shownAt, prefilled, page, values, form }: FormView): Html {
  const elsewhere = Object.entries(answeredElsewhere(values, page)).flatMap(([name, value]) =>
    [value].flat().map((each) => hiddenInput(name, each)),
  );
  return html`${hiddenInput(formFields.version, survey.version)}${hiddenInput(formFields.shownAt, shownAt)}${
    prefilled !== undefined && hiddenInput(formFields.prefilled, prefilled)
  }${
    form !== undefined && hiddenInput(formFields.form, form)
  }${hiddenInput(formFields.page, page.questions[0]?.id ?? '')}${elsewhere}`;
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
