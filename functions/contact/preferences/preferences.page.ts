/** The pages on which customers say what they want to be written to about. */
import type { Brand } from '../../../shared/pages/brand.ts';
import { brandedPages } from '../../../shared/pages/branded.ts';
import { hiddenInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage, nextStep } from '../../../shared/pages/messages.ts';
import { type Language, languages } from '../../../shared/values/language.ts';
import { builtInWords } from '../consents/index.ts';
import { type Preference, wordingField } from './operations/change-preferences.ts';
import type { ConsentView } from './operations/confirm-consent.ts';
import { texts } from './preferences.texts.ts';

/** Where the page of all preferences is, as seen from those beside it. */
export function preferencesLink(language: Language, folder = '') {
  return { label: texts[language].all, href: `${folder}preferences?lang=${language}` };
}

/** The pages by which a customer agrees, in the name and colour of an organisation. */
export function createConsentPages(brand: Brand) {
  const pages = brandedPages(brand);
  const note = (language: Language, title: string, text: string, next: Html | undefined) =>
    pages.layOut(language, title, html`<div class="card"><h1>${title}</h1><p>${text}</p>${next}</div>`);
  const writeToUs = (language: Language) =>
    nextStep({ label: texts[language].contact(brand.organisation), href: `mailto:${brand.contact}` });
  return {
    /** Sent with every page for customers. */
    headers: pages.headers,

    /** Asks before anything is agreed to, because scanners open every link; then thanks, or says why not. */
    consent(view: ConsentView, language: Language, token: string): string {
      const words = texts[language];
      switch (view.kind) {
        case 'open': {
          const name = words.purposes[view.purpose];
          const { button, otherwise, title } = words.open;
          const next = html`<form method="post" action="?lang=${language}"><button>${button}</button></form>
<p class="hint">${otherwise}</p>`;
          return note(language, title(name), (view.words ?? builtInWords[view.purpose])[language], next);
        }
        case 'thanks': {
          const text = words.thanks.text(words.purposes[view.purpose]);
          return note(language, words.thanks.title, text, nextStep(preferencesLink(language, `${token}/`)));
        }
        case 'used':
          return note(
            language,
            words.used.title,
            words.used.text,
            nextStep(preferencesLink(language, `${token}/`)),
          );
        default:
          return note(language, words[view.kind].title, words[view.kind].text, writeToUs(language));
      }
    },

    failure(kind: 'unreadable' | 'busy', language: Language): string {
      const { errorPrefix, again, [kind]: said } = texts[language];
      const next = nextStep({ label: again, href: `?lang=${language}` });
      return note(language, `${errorPrefix}${said.title}`, said.text, next);
    },
  };
}

/** The page of all preferences, behind any personal link. Each button changes one thing, and works without a script. */
export function createPreferencesPage(brand: Brand) {
  const pages = brandedPages(brand);
  return {
    headers: pages.headers,

    /** @param changed what the customer has just changed, to be undone with one button */
    show(
      preferences: readonly Preference[],
      language: Language,
      changed: readonly Preference[] = [],
    ): string {
      const words = texts[language];
      const title = words.preferences.title[preferences[0]?.channel ?? 'email'];
      const refusal = preferences.some(({ refused }) => refused !== undefined);
      const main = html`<h1>${title}</h1>
${changed.length > 0 && savedMessage(changed, language)}<form method="post" action="?lang=${language}">
${preferences.map((each) => card(each, language))}</form>
${refusal && nextStep({ label: words.contact(brand.organisation), href: `mailto:${brand.contact}` })}`;
      return pages.layOut(language, title, main, otherLanguages(language));
    },
  };
}

/** What was saved, and the one button that takes it back where a link may. */
function savedMessage(changed: readonly Preference[], language: Language): Html {
  const { preferences, purposes } = texts[language];
  const lines = changed.map(({ purpose, isOn }) => preferences.saved[isOn ? 'on' : 'off'](purposes[purpose]));
  const back = changed.filter(({ refused }) => refused === undefined);
  const fields = back.map(({ purpose, isOn, text }) => [
    hiddenInput(purpose, isOn ? 'no' : 'yes'),
    text !== undefined && hiddenInput(wordingField(purpose), text.version),
  ]);
  return html`${infoMessage({ text: lines.join('\n') })}${
    back.length > 0 &&
    html`<form method="post" action="?lang=${language}">${fields}<p><button class="quiet">${preferences.undo}</button></p></form>
`
  }`;
}

function card({ purpose, channel, isOn, refused, text }: Preference, language: Language): Html {
  const { preferences, purposes } = texts[language];
  const name = purposes[purpose];
  const label = isOn ? preferences.stop(name) : preferences.start(name);
  const button = html`<p><button${isOn && html` class="quiet"`} name="${purpose}" value="${isOn ? 'no' : 'yes'}">${label}</button></p>`;
  return html`<div class="card"><h2>${name}</h2>
<p>${(text?.text ?? builtInWords[purpose])[language]}</p>
<p><strong>${preferences.state[isOn ? 'on' : 'off']}</strong></p>
${text !== undefined && hiddenInput(wordingField(purpose), text.version)}${
  refused === undefined ? button : html`<p>${preferences.refused(channel)[refused]}</p>`
}</div>
`;
}

function otherLanguages(language: Language): Html {
  const links = languages
    .filter((each) => each !== language)
    .map(
      (each) =>
        html`<a href="?lang=${each}" lang="${each}" hreflang="${each}">${texts[each].preferences.languageName}</a>`,
    );
  return html`<nav>${links}</nav>`;
}
