import { type Html, type HtmlValue, html } from './html.ts';

export type Fact = readonly [name: string, value: HtmlValue];

/** What is known of one thing, name by name; names without a value are left out. */
export function facts(known: readonly (Fact | false | undefined)[]): Html {
  const rows = known.flatMap((fact) =>
    fact === false || fact === undefined ? [] : [html`<dt>${fact[0]}</dt><dd>${fact[1]}</dd>\n`],
  );
  return html`<dl class="facts">${rows}</dl>`;
}
