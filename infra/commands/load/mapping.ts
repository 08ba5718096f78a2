/** What the options of the loader say of the columns of a file. */
import {
  type ColumnMapping,
  customPrefix,
  fieldNames,
  type Mapping,
} from '../../../functions/customers/imports/imports.schema.ts';
import type { Texts } from './texts.ts';

type Field = ColumnMapping['field'];

const isField = (name: string): name is Field =>
  name.startsWith(customPrefix) || fieldNames.some((field) => field === name);

/**
 * The mapping that was suggested, with what is told on the command line before every other column of a field.
 *
 * @param maps texts such as `Kundennr=externalId`. Throws, saying what the file and the loader know
 */
export function withTold(
  suggested: Mapping,
  maps: readonly string[],
  columns: readonly string[],
  texts: Texts,
): Mapping {
  const told = maps
    .map((map) => splitMap(map, texts))
    .map(({ column, field }) => {
      const found =
        columns.find((name) => name === column) ?? columns.find((name) => plain(name) === plain(column));
      if (found === undefined) throw new Error(texts.noSuchColumn(column, columns.join(', ')));
      return { field, column: found };
    });
  const isTold = (column: string) => told.some((each) => each.column === column);
  const fields = new Set(told.map(({ field }) => field));
  const others = suggested.columns.flatMap((each) => {
    const left = each.columns.filter((column) => !isTold(column));
    return fields.has(each.field) || left.length === 0 ? [] : [{ ...each, columns: left }];
  });
  const own = [...fields].map((field) => ({
    field,
    columns: told.filter((each) => each.field === field).map(({ column }) => column),
  }));
  const mapped = [...own, ...others];
  const keys = ['externalId', 'email', 'phone'] as const;
  const match = keys.find((key) => mapped.some(({ field }) => field === key));
  return { ...suggested, columns: mapped, match: match ?? (suggested.defaults.email ? 'email' : 'none') };
}

function splitMap(map: string, texts: Texts): { readonly column: string; readonly field: Field } {
  const at = map.lastIndexOf('=');
  const [column, field] = [map.slice(0, at).trim(), map.slice(at + 1).trim()];
  if (at < 1) throw new Error(texts.mapForm(map));
  if (!isField(field)) throw new Error(texts.noSuchField(field, fieldNames.join(', ')));
  return { column, field };
}

/** As a name is typed, without what stands around it in the file. */
const plain = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/\(.*?\)|\*|:$/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
