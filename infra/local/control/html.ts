/** Pages as text: values are escaped, fragments are not. */

export class Fragment {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Fragment | string | number | undefined | false | readonly Value[];

/** A template tag: `html\`<b>${name}</b>\`` escapes `name`; fragments and lists of them are put in as they are. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Fragment {
  return new Fragment(strings.reduce((text, part, index) => text + written(values[index - 1]) + part));
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Fragment) return value.text;
  if (typeof value === 'object') return value.map(written).join('');
  return escapeText(String(value));
}

export function escapeText(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A table with a caption; on a narrow screen it scrolls by itself, reachable by keyboard. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Value[])[],
): Fragment {
  if (rows.length === 0) return html`<p class="none">None.</p>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

const style = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--link:#0b57d0;--warn:#b3261e}
@media(prefers-color-scheme:dark){:root{--link:#8ab4f8;--warn:#f2b8b5}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
a{color:var(--link)}a,button,input,select,summary{min-height:2rem}
nav a{display:inline-block;padding:.3rem .8rem .3rem 0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.4rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th{background:var(--soft);white-space:nowrap}tr:last-child td{border-bottom:0}
td:first-child{min-width:11rem}
code,pre{font-family:ui-monospace,monospace;font-size:.85rem;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--soft);padding:.8rem;border-radius:.4rem}
form{display:inline-flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:.2rem .6rem .2rem 0}
button,input{font:inherit;padding:.25rem .7rem;border:1px solid var(--line);border-radius:.4rem}
button{cursor:pointer}.warn{color:var(--warn);font-weight:600}.none{opacity:.75}
.clock{font-size:1.3rem;font-variant-numeric:tabular-nums}
iframe{width:100%;min-height:32rem;border:1px solid var(--line);border-radius:.4rem;background:#fff}
`;

export function page(title: string, body: Fragment): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<style>${new Fragment(style)}</style></head>
<body><nav aria-label="Local cloud"><a href="/_local/">Overview</a><a href="/_local/mail">Inbox</a>
<a href="/reference">API reference</a><a href="/openapi.json">OpenAPI</a></nav>
<main>${body}</main></body></html>
`.text;
}
