import { html as write } from 'hono/html';

/** Markup that is safe to send: made by `html`, never by hand. */
export interface Html {
  readonly isEscaped: true;
  toString(): string;
}

export type HtmlValue = string | number | Html | false | null | undefined | readonly HtmlValue[];

/**
 * Writes HTML; every value put in is escaped unless it was written by `html` itself. Lists are joined, and `false`,
 * `null` and `undefined` leave nothing behind, so `${late && html`<p>…</p>`}` works. Always quote attributes.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const written = write(parts, ...values);
  if (written instanceof Promise) throw new TypeError('A page is written at once: await before, not inside.');
  return written;
}
