/** Pages for whoever has come here without knowing where to go. */
import { html } from '../../shared/pages/html.ts';
import { pageKind } from '../../shared/pages/layout.ts';
import { navigation } from '../../shared/pages/navigation.ts';
import type { Language } from '../../shared/values/language.ts';
import { texts } from './platform.texts.ts';

const pages = pageKind({ policy: { 'form-action': "'none'" } });

export const pageHeaders = pages.headers;

/** What runs here and where to go. */
export function rootPage(language: Language): string {
  const { about, customers, reference, openapi } = texts[language].root;
  return pages.layOut({
    language,
    title: 'Rapport',
    main: html`<div class="card"><h1>Rapport</h1><p>${about}</p><p>${customers}</p>
<ul><li><a href="/reference">${reference}</a></li><li><a href="/openapi.json">${openapi}</a></li></ul></div>`,
  });
}

/** Where no route is: mostly a link that was cut off on its way. At the desk its parts are named. */
export function nothingHerePage(language: Language, path: string): string {
  if (/^\/desk(\/|$)/.test(path)) {
    const { title: atDesk, text: said, parts, links } = texts[language].nothingAtDesk;
    return pages.layOut({
      ...{ language, title: atDesk, header: navigation({ label: parts, links }) },
      main: html`<div class="card"><h1>${atDesk}</h1><p>${said}</p></div>`,
    });
  }
  const { title, text } = texts[language].nothingHere;
  return pages.layOutNote({ language, title, paragraphs: [text] });
}
