/** Markup that is safe to send: made by `html`, never by hand. */
export class SafeHtml {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = string | number | SafeHtml | false | null | undefined | readonly HtmlValue[];

/**
 * Writes HTML; every value put in is escaped unless it was written by `html` itself. Lists are joined, and `false`,
 * `null` and `undefined` leave nothing behind, so `${late && html`<p>…</p>`}` works. Always quote attributes.
 */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): SafeHtml {
  return new SafeHtml(parts.reduce((markup, part, index) => markup + render(values[index - 1]) + part));
}

/** Text as it may stand between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function render(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof SafeHtml) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(render).join('');
}
