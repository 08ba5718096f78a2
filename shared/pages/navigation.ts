import { type Html, html } from './html.ts';
import type { Link } from './messages.ts';

export interface NavigationContent {
  /** What a screen reader calls it. */
  readonly label: string;
  readonly links: readonly Link[];
  /** `href` of the part that the reader is in. */
  readonly current?: string | undefined;
}

/** The parts of a site, of which one is marked as the present one. */
export function navigation({ label, links, current }: NavigationContent): Html {
  const items = links.map(
    ({ label: text, href }) =>
      html`<a href="${href}"${href === current && html` aria-current="page"`}>${text}</a>`,
  );
  return html`<nav aria-label="${label}">${items}</nav>`;
}

/** Where a list goes on; nothing after its last page. */
export function nextPage(label: string, href: string | undefined): Html | undefined {
  return href === undefined ? undefined : html`<p class="next"><a rel="next" href="${href}">${label}</a></p>`;
}
