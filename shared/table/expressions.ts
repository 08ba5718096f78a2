/** Key conditions and filters of queries. */
import { attributes } from './item.ts';
import { renderKey } from './key.ts';
import type { AccessPattern } from './pattern.ts';

/** Fields of the summary that have to have these values, or, of several, this one among them. */
export type Filter = Readonly<Record<string, string | boolean | null | { readonly includes: string }>>;

/** What events are narrowed by, beside their type. */
export interface EventFilter {
  /** By which way somebody was in touch, of what has such. */
  readonly channel?: string | undefined;
  /** Id of who has caused it. */
  readonly actor?: string | undefined;
}

/** Bounds of the sort keys, behind the prefix; both ends belong to it, and what begins with the end does. */
export interface Between {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The attribute that sorts the rows of a pattern. */
export function sortKeyOf(pattern: AccessPattern): string {
  return pattern.index === undefined ? 'sk' : `${pattern.index}sk`;
}

/** Above every sort key that begins with the prefix. */
const above = '\u{10FFFF}';

/** Whether a list may go on behind this position: one before or behind the list would read rows that are not its own. */
export function isWithin(
  pattern: AccessPattern,
  parts: Readonly<Record<string, unknown>>,
  after: string,
): boolean {
  const prefix = (pattern.prefix && renderKey(pattern.prefix, parts)) ?? '';
  return after.startsWith(prefix) && !after.startsWith(`${prefix}${above}`);
}

/** The sort keys to read: from the cursor (included, so that one condition is enough) to the end of the prefix. */
export function keyCondition(
  pattern: AccessPattern,
  parts: Readonly<Record<string, unknown>>,
  partition: string,
  after: string | undefined,
  between?: Between,
) {
  const prefix = pattern.prefix === undefined ? undefined : renderKey(pattern.prefix, parts);
  const partitionKey = pattern.index === undefined ? 'pk' : `${pattern.index}pk`;
  const names = { '#pk': partitionKey, '#sk': sortKeyOf(pattern) };
  const pk = { ':pk': partition };
  if (between?.from !== undefined || between?.to !== undefined) {
    const [from, to] = boundsOf(pattern, prefix ?? '', between, after);
    const values = { ...pk, ':from': from, ':to': to };
    return { expression: '#pk = :pk AND #sk BETWEEN :from AND :to', names, values };
  }
  if (prefix !== undefined && after !== undefined) {
    const [from, to] = pattern.newestFirst ? [prefix, after] : [after, `${prefix}${above}`];
    const values = { ...pk, ':from': from, ':to': to };
    return { expression: '#pk = :pk AND #sk BETWEEN :from AND :to', names, values };
  }
  if (prefix !== undefined) {
    const expression = '#pk = :pk AND begins_with(#sk, :from)';
    return { expression, names, values: { ...pk, ':from': prefix } };
  }
  if (after === undefined) return { expression: '#pk = :pk', names: { '#pk': partitionKey }, values: pk };
  const expression = `#pk = :pk AND #sk ${pattern.newestFirst ? '<=' : '>='} :from`;
  return { expression, names, values: { ...pk, ':from': after } };
}

function boundsOf(
  { newestFirst }: AccessPattern,
  prefix: string,
  { from, to }: Between,
  after: string | undefined,
): [from: string, to: string] {
  // No key of ours begins with a blank, and none is empty.
  const lowest = `${prefix}${from ?? ''}` || ' ';
  const highest = `${prefix}${to ?? ''}${above}`;
  if (after === undefined) return [lowest < highest ? lowest : highest, highest];
  // A position outside of the bounds leaves nothing but itself, which is not read again.
  if (newestFirst) return [lowest < after ? lowest : after, highest < after ? highest : after];
  return [lowest > after ? lowest : after, highest > after ? highest : after];
}

function isSeveral(value: Filter[string]): value is { readonly includes: string } {
  return typeof value === 'object' && value !== null;
}

/** Narrows by fields of the summary, which every index holds, and by the type of the event that an item is. */
export function filterExpression(
  filter: Filter = {},
  eventType?: string,
  { channel, actor }: EventFilter = {},
) {
  const fields = Object.entries(filter);
  const terms = fields.map(([, value], index) =>
    isSeveral(value) ? `contains(#summary.#f${index}, :f${index})` : `#summary.#f${index} = :f${index}`,
  );
  const isOfType = '(#envelope.#type = :type OR begins_with(#envelope.#type, :kind))';
  return {
    expression: [
      ...terms,
      ...(eventType === undefined ? [] : [isOfType]),
      ...(channel === undefined ? [] : ['#channel = :channel']),
      ...(actor === undefined ? [] : ['#envelope.#actor.#id = :actor']),
    ].join(' AND '),
    names: {
      ...(fields.length === 0 ? {} : { '#summary': attributes.summary }),
      ...Object.fromEntries(fields.map(([name], index) => [`#f${index}`, name])),
      ...(eventType === undefined ? {} : { '#envelope': 'envelope', '#type': 'type' }),
      ...(channel === undefined ? {} : { '#channel': 'channel' }),
      ...(actor === undefined ? {} : { '#envelope': 'envelope', '#actor': 'actor', '#id': 'id' }),
    },
    values: {
      ...Object.fromEntries(
        fields.map(([, value], index) => [`:f${index}`, isSeveral(value) ? value.includes : value]),
      ),
      ...(eventType === undefined ? {} : { ':type': eventType, ':kind': `${eventType}.` }),
      ...(channel === undefined ? {} : { ':channel': channel }),
      ...(actor === undefined ? {} : { ':actor': actor }),
    },
  };
}
