/** Decisions about the pages of improvements. */
import { fieldsOfOwner } from '../../surveys/improvements/improvements.schema.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

const fields = ['finding', 'action', 'dueOn'] as const;

/** What of an improvement can be changed, as the form says it. Without an owner it is nobody's in particular. */
export function patchFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  const status = valueIn(form, 'status');
  if (status !== '') return { status };
  const owner = valueIn(form, 'owner').trim();
  const typed = Object.fromEntries(fields.map((name) => [name, valueIn(form, name).trim()]));
  return { ...typed, owner: owner === '' ? null : owner };
}

/** What of it its owner can change, whatever else they may do; what else they send was not on their page. */
export function patchOfOwner(form: DeskForm): Readonly<Record<string, unknown>> {
  const own = new Set<string>(fieldsOfOwner);
  return Object.fromEntries(Object.entries(patchFrom(form)).filter(([name]) => own.has(name)));
}

/** A new improvement, as the form says it. */
export function improvementFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  const [by, value] = [valueIn(form, 'group.by'), valueIn(form, 'group.value').trim()];
  return {
    ...patchFrom(form),
    surveyId: valueIn(form, 'surveyId'),
    questionId: valueIn(form, 'questionId').trim(),
    ...(by === '' && value === '' ? {} : { group: { by, value } }),
  };
}
