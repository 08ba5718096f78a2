/** What somebody has typed into a form, and why it was not taken. */
import type { Problem } from '../../../../shared/errors/problem.ts';
import type { Stored } from '../../../../shared/pages/fields.ts';
import { type DeskForm, valueIn, valuesIn } from '../desk.schema.ts';

export interface Filled {
  /** Of the page that shows the form; 200 while nobody has sent it. */
  readonly status: number;
  /** Why it was not taken as a whole. */
  readonly refused: string | undefined;
  /** What stands in a field: what was typed, else what is known. */
  value(name: string, known?: string): string;
  values(name: string, known: readonly string[]): readonly string[];
  /**
   * A field of one value, and of any number of them: its name, what stands in it, what is wrong with it, and what is
   * stored now where somebody else was faster.
   */
  field(name: string, known?: string): FilledField & { readonly value: string };
  ticks(name: string, known: readonly string[]): FilledField & { readonly values: readonly string[] };
  /** What is wrong with a field, or within it: `week.monday` is wrong when `/body/week/monday/0/to` is. */
  violation(name: string): string | undefined;
  /** What is wrong with things that are no field of the form, and where to look for what is stored now. */
  others(fields: readonly string[]): readonly string[];
}

interface FilledField {
  readonly name: string;
  readonly violation: string | undefined;
  readonly stored?: Stored | undefined;
}

/** A form that nobody has sent yet. */
export const untouched: Filled = withFields({
  status: 200,
  refused: undefined,
  value: (_, known = '') => known,
  values: (_, known) => known,
  violation: () => undefined,
  others: () => [],
});

/** @param stored how what is stored is said; undefined where what stands in the form is no older */
function withFields(
  filled: Omit<Filled, 'field' | 'ticks'>,
  stored: (known: readonly string[]) => Stored | undefined = () => undefined,
): Filled {
  const rest = (name: string, known: readonly string[]) => ({
    ...{ name, violation: filled.violation(name), stored: stored(known) },
  });
  return {
    ...filled,
    field: (name, known = '') => ({ ...rest(name, [known]), value: filled.value(name, known) }),
    ticks: (name, known) => ({ ...rest(name, known), values: filled.values(name, known) }),
  };
}

/** A button of its own that was refused, beside a form that nobody has sent: that shows what is known. */
export function refusedButton({
  status,
  detail,
  errors = [],
}: Pick<Problem, 'status' | 'detail' | 'errors'>): Filled {
  return { ...untouched, status, refused: detail, others: () => errors.map(({ reason }) => reason) };
}

/** How a form that came too late says what is stored now. */
interface Late extends Pick<Stored, 'say'> {
  /** Where to look for it. */
  readonly hint: string;
}

/**
 * A form as it was sent. Other forms of its page were not, and their fields show what is known.
 *
 * @param late of a form that came too late
 */
export function fillForm(
  form: DeskForm,
  { status, detail, errors = [] }: Pick<Problem, 'status' | 'detail' | 'errors'>,
  late?: Late,
): Filled {
  const violations = errors.map(({ pointer, reason }) => ({
    at: pointer.split('/').slice(2).join('.'),
    reason,
  }));
  const isOf = (name: string, at: string) => at === name || at.startsWith(`${name}.`);
  const filled = {
    status,
    refused: detail,
    value: (name: string, known = '') => {
      const sent = valuesIn(form, name).length;
      return sent === 0 ? known : sent > 1 ? '' : valueIn(form, name);
    },
    values: (name: string) => valuesIn(form, name),
    violation: (name: string) => violations.find(({ at }) => isOf(name, at))?.reason,
    others: (fields: readonly string[]) => [
      ...violations.filter(({ at }) => !fields.some((name) => isOf(name, at))).map(({ reason }) => reason),
      ...(late !== undefined && fields.some((name) => form[name] !== undefined) ? [late.hint] : []),
    ],
  };
  return withFields(filled, (values) => late && { values, say: late.say });
}
