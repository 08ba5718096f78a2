/** Decisions about the pages of improvements. */
import { fieldsOfOwner } from '../../surveys/improvements/improvements.schema.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

const fields = ['finding', 'action', 'dueOn'] as const;

/** What of an improvement can be changed, as the form says it. Without an owner it is nobody's in particular. */
export function patchFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  const status = valueIn(form, 'status');
  const reason = valueIn(form, 'reason').trim();
  if (status !== '') return { status, ...(reason !== '' && { reason }) };
  const owner = valueIn(form, 'owner').trim();
  const typed = Object.fromEntries(fields.map((name) => [name, valueIn(form, name).trim()]));
  return { ...typed, owner: owner === '' ? null : owner, ...measuredFrom(form) };
}

/** What is measured, where the form asks for it; a question that was not chosen is missing. */
function measuredFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  if (form.questionId === undefined) return {};
  const questionId = valueIn(form, 'questionId');
  const [by = '', chosen = ''] = valueIn(form, 'group.by').split(/=(.*)/);
  const value = by === 'tag' ? valueIn(form, 'group.value').trim() : chosen;
  const group = by === '' ? null : { by, ...(value !== '' && { value }) };
  return { ...(questionId !== '' && { questionId }), group };
}

/** Whether a tag was typed although customers with a tag were not chosen: nobody can tell which was meant. */
export function hasStrayTag(form: DeskForm): boolean {
  return !valueIn(form, 'group.by').startsWith('tag') && valueIn(form, 'group.value').trim() !== '';
}

/** What of it its owner can change, whatever else they may do; what else they send was not on their page. */
export function patchOfOwner(form: DeskForm): Readonly<Record<string, unknown>> {
  const own = new Set<string>(fieldsOfOwner);
  return Object.fromEntries(Object.entries(patchFrom(form)).filter(([name]) => own.has(name)));
}

/** A new improvement, as the form says it. */
export function improvementFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  const { group, ...rest } = patchFrom(form);
  return { ...rest, surveyId: valueIn(form, 'surveyId'), ...(group !== null && { group }) };
}

/** A group as one choice of a list; a tag is written beside it. */
export function groupChoice(by: string, value: string): string {
  return by === '' ? '' : `${by}=${value}`;
}
