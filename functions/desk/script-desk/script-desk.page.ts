/** What is asked in a call, page by page, in the language in which the customer is spoken with. */
import { facts } from '../../../shared/pages/facts.ts';
import { addressOf, hiddenInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { errorMessage } from '../../../shared/pages/messages.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { Callback } from '../../callbacks/callbacks/callbacks.schema.ts';
import type { Customer } from '../../customers/customers/customers.schema.ts';
import {
  type AnswerPage,
  type AnswerViolation,
  answeredElsewhere,
  filledIn,
  isOnePage,
  questionField,
  readAnswers,
} from '../../surveys/questions/index.ts';
import { type Form, pageFields } from '../../surveys/questions/questions.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage } from '../desk/index.ts';
import { texts } from './script-desk.texts.ts';

/** A call in which something is asked. */
export interface Script {
  readonly callback: Pick<Callback, 'id' | 'customerName'>;
  /** Absent: not for this reader to see. */
  readonly customer: Pick<Customer, 'phone' | 'language' | 'company'> | undefined;
  readonly survey: Survey;
  /** In which it is asked. */
  readonly language: Language;
}

export interface ScriptView extends Script {
  readonly page: AnswerPage;
  /** What was answered so far. */
  readonly values: Form;
  readonly violations: Readonly<Record<string, AnswerViolation>>;
  /** Why the answers were not taken down. */
  readonly filled: Filled;
  /** So that they are taken down once, however often the button is pressed. */
  readonly key: string;
}

export function scriptPage(view: ScriptView, reader: Reader): Html {
  const { callback, customer, survey, language, page, values, violations, filled, key } = view;
  const words = texts[reader.language];
  const path = `/desk/callbacks/${callback.id}`;
  const { answers } = readAnswers(survey.questions, values);
  const known = {
    customer: { name: callback.customerName, company: customer?.company },
    ...{ answers, questions: survey.questions, language },
  };
  const fields = page.questions.map((question) =>
    questionField(question, { language, values, violations, known }),
  );
  const wrong = fields.flatMap(({ field }) =>
    field.violation === undefined ? [] : [{ label: field.label, href: addressOf(field) }],
  );
  const isLast = page.start + page.questions.length >= survey.questions.length;
  const share = Math.round((100 * page.start) / survey.questions.length);
  const intro = page.start === 0 ? survey.intro?.[language] : undefined;
  const theme = survey.themes?.find(({ id }) => id === page.questions[0]?.theme)?.title[language];
  const elsewhere = Object.entries(answeredElsewhere(values, page)).flatMap(([name, value]) =>
    [value].flat().map((each) => hiddenInput(name, each)),
  );
  return html`${refusalMessage(filled, [])}${wrong.length > 0 && errorMessage({ text: words.wrong, links: wrong })}<h1>${words.title(callback.customerName)}</h1>
${customer?.phone !== undefined && facts([[words.phone, html`<a href="tel:${customer.phone}">${customer.phone}</a>`]])}
<p class="hint">${words.hint}</p>
${page.start === 0 && languageLinks(view, reader)}
${!isOnePage(survey) && html`<p><progress max="100" value="${share}" aria-label="${words.progress}">${share} %</progress></p>`}
<form method="post" action="${path}/script" novalidate>${formToken(reader)}${hiddenInput('key', key)}${hiddenInput('language', language)}${hiddenInput(pageFields.page, page.questions[0]?.id ?? '')}${elsewhere}
<div lang="${language}">${intro !== undefined && html`<p>${filledIn(intro, known)}</p>`}${theme !== undefined && html`<h2>${filledIn(theme, known)}</h2>`}
${fields.map(({ shown }) => html`<div class="card">${shown}</div>`)}</div>
<p class="actions"><button name="${pageFields.go}" value="on">${isLast ? words.takeDown : words.next}</button>${page.start > 0 && html` <button class="quiet" name="${pageFields.go}" value="back">${words.back}</button>`}</p></form>
<p><a href="${path}">${words.backToCall}</a></p>`;
}

/** As long as nothing was answered, the survey can be asked in another of its languages. */
function languageLinks({ callback, survey, language }: ScriptView, reader: Reader): Html | undefined {
  const { askIn } = texts[reader.language];
  const others = survey.languages.filter((each) => each !== language);
  if (others.length === 0) return undefined;
  const links = others.map(
    (each) => html`<a href="/desk/callbacks/${callback.id}/script?lang=${each}">${askIn(each)}</a>`,
  );
  return html`<p class="actions">${links}</p>`;
}

/** Why there is nothing to ask. */
export type Nothing = keyof (typeof texts)['en']['nothingBecause'];

export function nothingPage({ id }: Pick<Callback, 'id'>, why: Nothing, { language }: Reader): Html {
  const { nothing, nothingBecause, backToCall } = texts[language];
  return html`<h1>${nothing}</h1><p>${nothingBecause[why]}</p><p><a href="/desk/callbacks/${id}">${backToCall}</a></p>`;
}
