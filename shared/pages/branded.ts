import type { Language } from '../values/language.ts';
import type { Brand } from './brand.ts';
import { type Html, html } from './html.ts';
import { pageKind } from './layout.ts';

/** Pages for customers, in the name and colour of an organisation. What people have written keeps its line breaks. */
export function brandedPages(brand: Brand) {
  const pages = pageKind({
    rules: `
@media screen and (prefers-color-scheme:light){:root{--accent:${brand.colour};--strong:color-mix(in srgb,${brand.colour} 75%,#000);--tint:color-mix(in srgb,${brand.colour} 10%,#fff)}}
body{border-top:.35rem solid ${brand.colour}}
body>header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 1rem}
.brand{margin:0;font-weight:700}
p,legend,.field>label{white-space:pre-line}
nav{font-size:.9rem}
form>button{width:100%;min-height:3rem}
`,
  });
  return {
    /** Sent with every page of the kind. */
    headers: pages.headers,

    /** @param links stand in the header, such as those to other languages */
    layOut(language: Language, title: string, main: Html, links?: Html | undefined): string {
      return pages.layOut({
        language,
        title: `${title} – ${brand.organisation}`,
        header: html`<p class="brand">${brand.organisation}</p>${links}`,
        main,
      });
    },
  };
}
