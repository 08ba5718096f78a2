/** What somebody has typed into a form, and why it was not taken. */
import type { Problem } from '../../../../shared/errors/problem.ts';
import { type DeskForm, valueIn, valuesIn } from '../desk.schema.ts';

export interface Filled {
  /** Of the page that shows the form; 200 while nobody has sent it. */
  readonly status: number;
  /** Why it was not taken as a whole. */
  readonly refused: string | undefined;
  /** What stands in a field: what was typed, else what is known. */
  value(name: string, known?: string): string;
  values(name: string, known: readonly string[]): readonly string[];
  /** What is wrong with a field, or within it: `week.monday` is wrong when `/body/week/monday/0/to` is. */
  violation(name: string): string | undefined;
  /** What is wrong with things that are no field of the form. */
  others(fields: readonly string[]): readonly string[];
}

/** A form that nobody has sent yet. */
export const untouched: Filled = {
  status: 200,
  refused: undefined,
  value: (_, known = '') => known,
  values: (_, known) => known,
  violation: () => undefined,
  others: () => [],
};

/** A button of its own that was refused, beside a form that nobody has sent: that shows what is known. */
export function refusedButton({
  status,
  detail,
  errors = [],
}: Pick<Problem, 'status' | 'detail' | 'errors'>): Filled {
  return { ...untouched, status, refused: detail, others: () => errors.map(({ reason }) => reason) };
}

/** A form as it was sent. */
export function fillForm(
  form: DeskForm,
  { status, detail, errors = [] }: Pick<Problem, 'status' | 'detail' | 'errors'>,
): Filled {
  const violations = errors.map(({ pointer, reason }) => ({
    at: pointer.split('/').slice(2).join('.'),
    reason,
  }));
  const isOf = (name: string, at: string) => at === name || at.startsWith(`${name}.`);
  return {
    status,
    refused: detail,
    value: (name) => (valuesIn(form, name).length > 1 ? '' : valueIn(form, name)),
    values: (name) => valuesIn(form, name),
    violation: (name) => violations.find(({ at }) => isOf(name, at))?.reason,
    others: (fields) =>
      violations.filter(({ at }) => !fields.some((name) => isOf(name, at))).map(({ reason }) => reason),
  };
}
