/** How hours and territories are written into forms, and read from them. */
import { statutoryHolidaysIn } from '../../../shared/time/office-calendar.ts';
import { daysOfWeek } from '../../../shared/values/business-calendar.ts';
import type { Staff, Territory } from '../../people/staff/staff.schema.ts';
import { type DeskForm, valueIn, valuesIn } from '../desk/desk.schema.ts';

type Shift = { readonly from: string; readonly to: string };

/** The fields of the form are named after the places in what the API takes, so that its reasons find them. */
export const dayField = (day: string) => `businessHours.week.${day}`;
export const daysOffField = 'businessHours.holidays';
export const statutoryField = 'businessHours.statutoryHolidays';

/** `09:00–12:00, 13:30–18:00` */
export function writeShifts(shifts: readonly Shift[] = []): string {
  return shifts.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** What was typed, with the signs of Chinese keyboards and times such as 9:00; what is no time goes on as it is. */
export function readShifts(typed: string): readonly Shift[] {
  const parts = typed.split(/[,，、;；]/).map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const [from = '', ...rest] = part.split(/[-–—~～至到]/).map(readTime);
    return { from, to: rest.join('–') };
  });
}

function readTime(typed: string): string {
  const time = typed.trim().replace('：', ':');
  return /^\d:/.test(time) ? `0${time}` : time;
}

/**
 * The hours of a form; undefined when no day has any, which asks for the usual ones. What it does not show stays.
 */
export function readHours(
  form: DeskForm,
  { businessHours: known, timeZone }: Pick<Staff, 'businessHours' | 'timeZone'>,
): object | undefined {
  const week = daysOfWeek.flatMap((day) => {
    const shifts = readShifts(valueIn(form, dayField(day)));
    return shifts.length === 0 ? [] : [[day, shifts]];
  });
  if (week.length === 0) return undefined;
  const { statutoryHolidays: _, ...rest } = known ?? { makeUpDays: [], holidaysKnown: null };
  return {
    ...rest,
    week: Object.fromEntries(week),
    holidays: linesOf(valueIn(form, daysOffField)),
    ...(keepsStatutory(form)
      ? { statutoryHolidays: 'CN' }
      : isUsual(form, timeZone)
        ? {}
        : { statutoryHolidays: 'none' }),
  };
}

const keepsStatutory = (form: DeskForm) => valuesIn(form, statutoryField).includes('CN');

/** Whether the tick stands as it does for offices of the time zone. */
const isUsual = (form: DeskForm, timeZone: string) =>
  keepsStatutory(form) === (statutoryHolidaysIn(timeZone) === 'CN');

/** What goes only with hours of one's own, where a form says none: fields that would be lost. */
export function withoutHours(form: DeskForm, { timeZone }: Pick<Staff, 'timeZone'>): readonly string[] {
  if (daysOfWeek.some((day) => valueIn(form, dayField(day)).trim() !== '')) return [];
  return [
    ...(linesOf(valueIn(form, daysOffField)).length > 0 ? [daysOffField] : []),
    ...(isUsual(form, timeZone) ? [] : [statutoryField]),
  ];
}

const linesOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What may be said of a territory, in the order of the form. */
export const territoryParts = ['country', 'region', 'postcodes', 'tag'] as const;

export const territoryField = (index: number, part: string) => `territories.${index}.${part}`;

/** The form with the rows that say nothing at the end, so that what the API says against the second is about the second. */
export function withEmptyRowsLast(form: DeskForm): DeskForm {
  const numbers = Object.keys(form).flatMap((name) => /^territories\.(\d+)\.country$/.exec(name)?.[1] ?? []);
  const rows = numbers
    .map((number) => territoryParts.map((part) => valueIn(form, territoryField(Number(number), part)).trim()))
    .toSorted((one, other) => Number(other.some(Boolean)) - Number(one.some(Boolean)));
  const others = Object.entries(form).filter(([name]) => !name.startsWith('territories.'));
  const fields = rows.flatMap((row, index) =>
    territoryParts.map((part, at) => [territoryField(index, part), row[at] ?? '']),
  );
  return Object.fromEntries([...others, ...fields]);
}

/** The territories of a form whose empty rows stand last. */
export function readTerritories(form: DeskForm): readonly Territory[] {
  const found: Territory[] = [];
  for (let index = 0; form[territoryField(index, 'country')] !== undefined; index += 1) {
    const said = territoryParts.map((part) => [part, valueIn(form, territoryField(index, part))]);
    const { country = '', ...rest } = Object.fromEntries(said.filter(([, value]) => value !== ''));
    if (country === '' && Object.keys(rest).length === 0) break;
    found.push({ ...(country === '' ? {} : { country: country.toUpperCase() }), ...rest });
  }
  return found;
}
