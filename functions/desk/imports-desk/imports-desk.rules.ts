/** What the form of a mapping asks for. */

import type * as z from 'zod';
import type { Import, ImportPatch } from '../../customers/imports/imports.schema.ts';
import { type DeskForm, numberFrom, valueIn } from '../desk/desk.schema.ts';

export type ShownImport = z.infer<typeof Import>;

/** Columns have names of any kind, so their fields are counted. */
export const columnField = (index: number) => `column.${index}`;

/** The field of customers that a column is read into. */
export function fieldOf(column: string, { mapping }: Pick<ShownImport, 'mapping'>): string {
  return mapping?.columns.find(({ columns }) => columns.includes(column))?.field ?? '';
}

/** How columns are to be read, by what was chosen for each; how several of one field are joined stays. */
export function mappingFrom(
  form: DeskForm,
  { found, mapping }: Pick<ShownImport, 'found' | 'mapping'>,
): ImportPatch['mapping'] {
  const chosen = (found?.columns ?? []).flatMap((column, index) => {
    const field = valueIn(form, columnField(index));
    return field === '' ? [] : [{ field, column }];
  });
  const columns = [...Map.groupBy(chosen, ({ field }) => field)].map(([field, all]) => {
    const join = mapping?.columns.find((each) => each.field === field)?.join;
    return { field, columns: all.map(({ column }) => column), ...(join !== undefined && { join }) };
  });
  const { country: _, tags: __, ...defaults } = mapping?.defaults ?? {};
  const [country, dates] = [valueIn(form, 'mapping.defaults.country').trim(), valueIn(form, 'mapping.dates')];
  const tags = valueIn(form, 'mapping.defaults.tags')
    .split('\n')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const said = {
    columns,
    match: valueIn(form, 'mapping.match'),
    onMatch: valueIn(form, 'mapping.onMatch'),
    externalSource: valueIn(form, 'mapping.externalSource'),
    ...(dates !== '' && { dates }),
    defaults: { ...defaults, ...(country !== '' && { country }), ...(tags.length > 0 && { tags }) },
  };
  // What was typed is for the route to refuse.
  return said as ImportPatch['mapping'];
}

/** A tab is lost in forms. */
export const delimiterNames: ReadonlyMap<string, string> = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
]);

/** How a file is to be read; what is left empty is found. */
export function fileFrom(form: DeskForm): Omit<ImportPatch, 'mapping'> {
  const told = (name: string) => {
    const value = valueIn(form, name).trim();
    return value === '' ? null : value;
  };
  const [line, named] = [told('headerLine'), told('delimiter')];
  const said = {
    headerLine: line === null ? null : numberFrom(line),
    ...('sheet' in form && { sheet: told('sheet') }),
    ...('encoding' in form && { encoding: told('encoding') }),
    ...('delimiter' in form && {
      delimiter: [...delimiterNames].find(([, name]) => name === named)?.[0] ?? named,
    }),
  };
  // What was typed is for the route to refuse.
  return said as Omit<ImportPatch, 'mapping'>;
}

/** Whether it can still be said how the file itself is read. Of JSON there is nothing to say. */
export function canReadAnew({
  status,
  run,
  format,
}: Pick<ShownImport, 'status' | 'run' | 'format'>): boolean {
  return format !== 'jsonl' && run === undefined && (status === 'ready' || status === 'failed');
}

/** Work that goes on by itself, so that there is something new to see in some seconds. */
export function goesOn({ status }: Pick<ShownImport, 'status'>): boolean {
  return ['reading', 'checking', 'running', 'reverting', 'cancelling'].includes(status);
}
