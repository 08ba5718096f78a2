/** Decisions about the pages of hand-overs. */
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Handover, undoDays } from '../../people/handovers/handovers.schema.ts';
import { type DeskForm, valueIn, valuesIn } from '../desk/desk.schema.ts';

/** Stands for the rules where a person may be chosen; no staff id begins so. */
export const byRules = '*';

/** What a form asks the API for; what is not filled in is for the API to refuse. */
export function handoverFrom(from: string, form: DeskForm): object {
  const to = valueIn(form, 'to');
  return {
    from,
    ...(to === '' ? {} : to === byRules ? { rules: true } : { to }),
    kinds: valuesIn(form, 'kinds'),
    reason: valueIn(form, 'reason'),
  };
}

/** Whether a hand-over may be taken back, or what stayed of it then; the API decides. */
export function isUndoable({ status, doneAt, undo }: Handover, at: Instant): boolean {
  if (doneAt === undefined || at > instantAfter(doneAt, { days: undoDays })) return false;
  if (status === 'undone') return undo?.returned.some(({ left }) => left > 0) === true;
  return status === 'done';
}
