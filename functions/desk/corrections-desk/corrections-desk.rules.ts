/** What the pages of a correction decide by themselves. */
import type * as z from 'zod';
import type {
  Correction,
  CorrectionSummary,
  NewCorrection,
} from '../../customers/corrections/corrections.schema.ts';
import type { View } from '../../customers/views/views.schema.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

/** What stands in a list of corrections. */
export type ListedCorrection = z.infer<typeof CorrectionSummary>;

/** Whom a correction is about, as one value of a form. */
export const ofList = (id: string) => `list:${id}`;
export const ofView = (id: string) => `view:${id}`;

/** Fields that are set as one value; left empty they stay as they are. */
export const fieldsSet = ['stage', 'source', 'language'] as const;

/** The view whose customers are chosen. */
export function viewChosen(form: DeskForm): string | undefined {
  const [kind, id] = valueIn(form, 'whom').split(':');
  return kind === 'view' ? id : undefined;
}

/**
 * What the form asks for.
 *
 * @param view the one that is chosen
 */
export function correctionFrom(form: DeskForm, view: Pick<View, 'filter'> | undefined): NewCorrection {
  const [kind, id] = valueIn(form, 'whom').split(':');
  const set = fieldsSet.flatMap((name) => {
    const value = valueIn(form, `change.set.${name}`).trim();
    return value === '' ? [] : [[name, value]];
  });
  const tags = (name: 'addTags' | 'removeTags') => {
    const named = valueIn(form, `change.${name}`)
      .split('\n')
      .map((tag) => tag.trim())
      .filter(Boolean);
    return named.length > 0 && { [name]: named };
  };
  const said = {
    change: {
      ...(set.length > 0 && { set: Object.fromEntries(set) }),
      ...tags('addTags'),
      ...tags('removeTags'),
    },
    ...(kind === 'list' && { listId: id }),
    ...(view !== undefined && { filter: view.filter }),
  };
  // What was typed is for the route to refuse.
  return said as NewCorrection;
}

/** Work that goes on by itself, so that there is something new to see in some seconds. */
export function goesOn({ status }: Pick<Correction, 'status'>): boolean {
  return ['previewing', 'running', 'undoing', 'cancelling'].includes(status);
}

/** How many of the customers in hand are done; undefined while it is not known how many there are. */
export function progressOf({
  status,
  counts,
}: Pick<Correction, 'status' | 'counts'>): { readonly done: number; readonly all: number } | undefined {
  if (status === 'previewing') return undefined;
  const { pending, changed, left, undone, kept } = counts;
  if (status === 'undoing') return { done: undone + kept, all: changed + undone + kept };
  return { done: changed + left, all: pending + changed + left };
}

export function canStart({ status, counts }: Pick<Correction, 'status' | 'counts'>): boolean {
  return status === 'ready' && counts.pending > 0;
}

export function canGiveUp({ status }: Pick<Correction, 'status'>): boolean {
  return ['previewing', 'ready', 'running'].includes(status);
}

/** Whether something can be given back, again where something was kept. */
export function canUndo(
  { status, counts, run, expiresAt }: Pick<Correction, 'status' | 'counts' | 'run' | 'expiresAt'>,
  at: string,
): boolean {
  if (run === undefined || expiresAt <= at || counts.changed + counts.kept === 0) return false;
  return ['done', 'cancelled', 'stopped', 'undone'].includes(status);
}
