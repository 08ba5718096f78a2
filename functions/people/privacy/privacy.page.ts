/** The page that hands out the file of an export. */
import type { Brand } from '../../../shared/pages/brand.ts';
import { brandedPages } from '../../../shared/pages/branded.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { nextStep } from '../../../shared/pages/messages.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { DownloadView } from './operations/hand-out.ts';
import { texts } from './privacy.texts.ts';

export function createDownloadPages(brand: Brand) {
  const pages = brandedPages(brand);
  const note = (language: Language, title: string, text: string, next: Html | undefined) =>
    pages.layOut(language, title, html`<div class="card"><h1>${title}</h1><p>${text}</p>${next}</div>`);
  return {
    headers: pages.headers,

    /** Asks before anything is handed out, because scanners open every link; or says why it is not. */
    download(view: DownloadView, language: Language): string {
      const words = texts[language];
      if (view.kind === 'open') {
        const { title, text, button } = words.open;
        const form = html`<form method="post" action="?lang=${language}"><button>${button}</button></form>`;
        return note(language, title, text(view.expiresAt.slice(0, 16).replace('T', ' ')), form);
      }
      const { title, text } = words[view.kind];
      const writeToUs = { label: words.contact(brand.organisation), href: `mailto:${brand.contact}` };
      return note(language, title, text, nextStep(writeToUs));
    },

    failure(kind: 'unreadable' | 'busy', language: Language): string {
      const { errorPrefix, again, [kind]: said } = texts[language];
      const next = nextStep({ label: again, href: `?lang=${language}` });
      return note(language, `${errorPrefix}${said.title}`, said.text, next);
    },
  };
}
