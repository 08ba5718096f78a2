/** What the form of the list asks for. */
import type { CustomerFilter } from '../../customers/filters/filters.schema.ts';

/** As it was typed; empty where it was not. */
export interface Asked {
  readonly q: string;
  readonly view: string;
  readonly owner: string;
  readonly stage: string;
  readonly tag: string;
  readonly quiet: string;
}

export const namesAsked = ['q', 'view', 'owner', 'stage', 'tag', 'quiet'] as const;

/** The same as a query, without what is empty. */
export function queryOf(asked: Partial<Asked>): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of namesAsked) if (asked[name]) query.set(name, asked[name]);
  return query;
}

/** The same as a filter; undefined where it means everybody. */
export function filterOf({ owner, stage, tag }: Asked, me: string): CustomerFilter | undefined {
  const conditions: CustomerFilter[] = [
    ...(owner === 'all' || owner === ''
      ? []
      : [{ field: 'owner', op: 'eq' as const, value: owner === 'me' ? me : owner }]),
    ...(stage === '' ? [] : [{ field: 'stage', op: 'eq' as const, value: stage }]),
    ...(tag === '' ? [] : [{ field: 'tags', op: 'contains' as const, value: tag }]),
  ];
  const [first, ...others] = conditions;
  return others.length === 0 ? first : { and: conditions };
}

const millisecondsOfDay = 24 * 60 * 60 * 1000;

/** The list of the API that answers it. */
export function listAsked({ owner, stage, tag, quiet }: Asked, at: string): Readonly<Record<string, string>> {
  const days = quiet.trim();
  const since = /^\d{1,4}$/.test(days)
    ? new Date(Date.parse(at) - Number(days) * millisecondsOfDay)
    : undefined;
  return {
    ...(owner === 'all' || owner === '' ? {} : { owner }),
    ...(stage === '' ? {} : { stage }),
    ...(tag.trim() === '' ? {} : { tag: tag.trim() }),
    // What is no number is for the API to refuse.
    ...(days === '' ? {} : { lastContactTo: since?.toISOString() ?? days }),
  };
}
