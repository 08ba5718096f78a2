/** What lists of calls show of each. */
import { type Html, html } from '../../../../shared/pages/html.ts';
import { table } from '../../../../shared/pages/table.ts';
import type { CallbackRow } from '../../../callbacks/callbacks/callbacks.schema.ts';
import type { OutcomeCode } from '../../../callbacks/calling/calling.schema.ts';
import { type Names, type Reader, timeOf } from '../../desk/index.ts';
import { texts } from '../callback-desk.texts.ts';
import { sayScore } from './show-answers.ts';

/** Why somebody is called, with what the caller should know. */
export function whyOf({ reason, score, scale, why, note }: CallbackRow, { language }: Reader): string {
  const said = reason === 'low-score' && score !== undefined ? [sayScore({ score, scale }, language)] : [];
  return [...said, why, note].filter((each) => each !== undefined).join(' · ');
}

/** To a call, with its priority where that is not the usual one. */
export function callLink(
  { id, priority }: Pick<CallbackRow, 'id' | 'priority'>,
  text: string,
  { language }: Reader,
): Html {
  const words = texts[language];
  const said = words.named(words.priority, words.priorities[priority]);
  return html`<a href="/desk/callbacks/${id}">${text}</a>${
    priority !== 'normal' && html` <span class="${priority === 'high' ? 'warn' : 'soft'}">${said}</span>`
  }`;
}

export interface ClosedCalls {
  readonly rows: readonly CallbackRow[];
  /** Whether the list does, though nothing stands here. */
  readonly goesOn: boolean;
  readonly names: Names;
  readonly outcomes: readonly OutcomeCode[];
  /** What the link to each says. */
  readonly nameOf: (row: CallbackRow) => string;
}

/** Calls that are made or withdrawn, with what came of each. */
export function closedTable(
  { rows, goesOn, names, outcomes, nameOf }: ClosedCalls,
  reader: Reader & { readonly timeZone: string },
): Html {
  const words = texts[reader.language];
  return table({
    ...{ caption: words.closedCalls, isCaptionHidden: true },
    empty: goesOn ? words.noneHere : words.noneClosed,
    heads: words.closedHeads,
    rows: rows.map((row) => [
      callLink(row, nameOf(row), reader),
      row.closedAt === undefined
        ? ''
        : html`<time datetime="${row.closedAt}">${timeOf(row.closedAt, reader)}</time>`,
      row.calledBy === undefined ? '' : (names.get(row.calledBy) ?? row.calledBy),
      row.status === 'cancelled' ? words.statuses.cancelled : labelOf(row.outcome, outcomes, reader),
      row.cancelledBecause ?? row.lastNote ?? '',
    ]),
  });
}

/** What came of a call in a person's words; what the settings do not know any more by its code. */
export function labelOf(
  outcome: string | undefined,
  outcomes: readonly OutcomeCode[],
  { language }: Pick<Reader, 'language'>,
): string {
  return outcomes.find(({ code }) => code === outcome)?.label[language] ?? outcome ?? '';
}
