/** What follows from what customers are to segments, and of which segments others are made. */
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Place, SegmentedCustomer, SegmentRecord } from './segments.schema.ts';

/** When the next of these changes by time alone. */
export function dueOf(places: SegmentedCustomer['places'] | undefined): Instant | undefined {
  return Object.values(places ?? {})
    .flatMap(({ next }) => next ?? [])
    .toSorted()
    .at(0);
}

/** The segments in which a customer is. */
export function segmentsIn(places: SegmentedCustomer['places']): readonly string[] {
  return Object.keys(places).filter((id) => places[id]?.since !== undefined);
}

/** What is kept of a customer after these segments were looked at; of one that is no more nothing is. */
export function placesAfter(
  before: SegmentedCustomer['places'],
  looked: ReadonlyMap<string, Place>,
  there: ReadonlySet<string>,
): SegmentedCustomer['places'] {
  const all = { ...before, ...Object.fromEntries(looked) };
  const kept = Object.entries(all).filter(
    ([id, { since, next }]) => there.has(id) && (since ?? next) !== undefined,
  );
  return Object.fromEntries(kept);
}

/** Whether the same is kept; a newer rule by which nothing else was found is nothing new. */
export function isSame(before: SegmentedCustomer['places'], after: SegmentedCustomer['places']): boolean {
  const without = (places: SegmentedCustomer['places']) =>
    Object.entries(places)
      .map(([id, { since, next }]) => ({ id, since, next }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return isDeepStrictEqual(without(before), without(after));
}

type Named = Pick<SegmentRecord, 'id'> & { readonly asksFor: readonly string[] };

/** The segments so that each stands behind those that its rule asks for. */
export function inOrder<Segment extends Named>(segments: readonly Segment[]): readonly Segment[] {
  const byId = new Map(segments.map((each) => [each.id, each]));
  const placed = new Set<string>();
  const ordered: Segment[] = [];
  const place = (segment: Segment) => {
    if (placed.has(segment.id)) return;
    placed.add(segment.id);
    for (const id of segment.asksFor) {
      const asked = byId.get(id);
      if (asked !== undefined) place(asked);
    }
    ordered.push(segment);
  };
  for (const each of segments) place(each);
  return ordered;
}

/** The way on which a segment would ask for itself, from the one it asks for to itself; undefined where there is none. */
export function circleOf({ id, asksFor }: Named, others: readonly Named[]): readonly string[] | undefined {
  const byId = new Map(others.map((each) => [each.id, each.asksFor]));
  const seen = new Set<string>();
  const wayFrom = (from: string): readonly string[] | undefined => {
    if (from === id) return [from];
    if (seen.has(from)) return undefined;
    seen.add(from);
    for (const each of byId.get(from) ?? []) {
      const rest = wayFrom(each);
      if (rest !== undefined) return [from, ...rest];
    }
    return undefined;
  };
  for (const each of asksFor) {
    const way = wayFrom(each);
    if (way !== undefined) return way;
  }
  return undefined;
}
