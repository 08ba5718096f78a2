import { type Html, type HtmlValue, html } from './html.ts';
import { emptyState } from './messages.ts';

export interface TableContent {
  readonly caption: string;
  /** For tables under a heading that says the same: the caption is told to screen readers alone. */
  readonly isCaptionHidden?: boolean;
  readonly heads: readonly string[];
  /** Cells; the first of each row is its heading. */
  readonly rows: readonly (readonly HtmlValue[])[];
  /** Stands there when there are no rows. */
  readonly empty: string;
}

/** A table; where it is wider than the screen it scrolls by itself, reachable by keyboard. */
export function table({ caption, isCaptionHidden, heads, rows, empty }: TableContent): Html {
  if (rows.length === 0) return emptyState(empty);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
${!isCaptionHidden && html`<caption>${caption}</caption>`}<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => row(heads, cells))}</tbody>
</table></div>`;
}

/** Each cell knows its head, so that a narrow page can show the cells of a row under each other. */
function row([, ...heads]: readonly string[], [heading, ...cells]: readonly HtmlValue[]): Html {
  return html`<tr><th scope="row">${heading}</th>${cells.map((cell, at) => html`<td data-head="${heads[at] ?? ''}">${cell}</td>`)}</tr>
`;
}
