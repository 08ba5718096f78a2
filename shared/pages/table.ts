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

/** Rules for kinds of pages whose tables are too wide for a phone: there the cells of a row stand under each other. */
export const stackedCells = `@media (max-width:40rem){.scroll{overflow:visible}.scroll table,.scroll caption,.scroll tbody,.scroll tr,.scroll tbody th,.scroll td{display:block}.scroll thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.scroll tr{padding:.6rem .75rem;border-top:1px solid var(--line)}.scroll tr:first-child{border-top:0}.scroll tbody th,.scroll td{min-width:0;padding:.1rem 0;border:0;overflow-wrap:anywhere}.scroll td:empty{display:none}.scroll td::before{content:attr(data-head) ": ";color:var(--soft)}}`;

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
