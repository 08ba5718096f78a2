import type { EventContext } from '../../../../shared/events/event.ts';
import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { Customer } from '../../../customers/customers/customers.schema.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { Condition } from '../../../customers/filters/filters.schema.ts';
import type { ListKeeper } from '../../../customers/lists/index.ts';
import { inOrder, isSame, placesAfter, segmentsIn } from '../segments.rules.ts';
import type { Place, SegmentedCustomer } from '../segments.schema.ts';
import type { Passage, SegmentsStore } from '../segments.store.ts';
import { clauseOf, means, type Rule, readersOf, turnOf } from './read-rule.ts';

/** Why segments are held against a customer. */
export interface Asked {
  /** Those that may mean the customer now, or no longer do. */
  readonly which: (rules: readonly Rule[], places: SegmentedCustomer['places']) => ReadonlySet<string>;
  readonly because: Passage['because'];
  /** Whether what a condition asks for may have changed. */
  readonly isTouched: (condition: Condition) => boolean;
}

export interface HoldContext {
  readonly table: Table;
  readonly segments: Pick<SegmentsStore, 'listLately' | 'findSegmented' | 'saveSegmented' | 'tell'>;
  readonly customers: Pick<CustomerReader, 'find'>;
  readonly lists: Pick<ListKeeper, 'enter' | 'leave'>;
  readonly origin: EventContext;
}

/** Each is three writes, beside what is kept of the customer. */
const mostAtOnce = 30;

/** Of several in a row that find something to do, one is enough; more come of changes in between. */
const mostTurns = 20;

/**
 * Holds a customer against segments: who comes in, who leaves, and when that changes by time alone. Reads the customer and
 * what is kept of them, and the facts that those segments ask for; writes nothing where nothing is another. Whoever has
 * written looks again, so that of two who look at the same time the one with the older facts does not have the last word.
 *
 * @returns how often the customer came in or left, and whether they are gone, also by being merged into another record
 */
export async function holdCustomer(
  customerId: string,
  asked: Asked,
  context: HoldContext,
): Promise<{ readonly moved: number; readonly isGone: boolean }> {
  const rules = inOrder(await context.segments.listLately());
  let ids: ReadonlySet<string> | undefined;
  let moved = 0;
  let isGone = false;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const { result } = await commitWithRetry(context.table, async () => {
      const [before, customer] = await Promise.all([
        context.segments.findSegmented(customerId),
        context.customers.find(customerId),
      ]);
      ids ??= asked.which(rules, before?.places ?? {});
      isGone = customer === undefined;
      return hold({ customerId, customer, before }, { ...asked, ids, rules }, context);
    });
    if (result === undefined) return { moved, isGone };
    moved += result;
  }
  throw new Error(`Segments do not settle for ${customerId}`);
}

interface Held {
  readonly customerId: string;
  /** Undefined of who is gone, also by being merged into another record. */
  readonly customer: Customer | undefined;
  readonly before: SegmentedCustomer | undefined;
}

/** One look: what is to be written, and how many passages that is; undefined when nothing is. */
async function hold(
  { customerId, customer, before }: Held,
  asked: Omit<Asked, 'which'> & { readonly ids: ReadonlySet<string>; readonly rules: readonly Rule[] },
  { table, segments, lists, origin }: HoldContext,
): Promise<Change<number | undefined>> {
  const { ids, rules, because, isTouched } = asked;
  const places = before?.places ?? {};
  const looked = new Map<string, Place>();
  const passages: Passage[] = [];
  const inside = new Set(segmentsIn(places));
  const found: Record<string, unknown> = {};
  const moved = new Set<string>();
  for (const each of rules) {
    if (customer !== undefined && !ids.has(each.id) && !each.asksFor.some((id) => moved.has(id))) continue;
    if (passages.length === mostAtOnce) break;
    const since = places[each.id]?.since;
    const place = { rule: each.rule, ...(since === undefined ? {} : { since }) };
    if (customer === undefined) {
      if (since !== undefined) passages.push({ customerId, segment: each, because, isIn: false });
      looked.set(each.id, { rule: each.rule });
      continue;
    }
    const missing = new Set([...each.facts].filter((name) => !(name in found)));
    for (const [name, fact] of readersOf(missing)) found[name] = await fact.read(idsOf(customer), table);
    const subject = { ...customer, found, segments: [...inside] };
    const isIn = means(each.filter, subject, origin.at);
    const next = turnOf(each.filter, subject, origin.at);
    const turn = next === undefined ? {} : { next };
    if (isIn === (since !== undefined)) {
      looked.set(each.id, { ...place, ...turn });
      continue;
    }
    const clause = clauseOf(each.filter, subject, { at: origin.at, isTouched });
    passages.push({ customerId, segment: each, because, isIn, clause });
    moved.add(each.id);
    if (isIn) inside.add(each.id);
    else inside.delete(each.id);
    looked.set(each.id, { rule: each.rule, ...(isIn ? { since: origin.at } : {}), ...turn });
  }
  const there = new Set(rules.map(({ id }) => id));
  const after = placesAfter(places, looked, there);
  if (isSame(places, after)) return { result: undefined, writes: [] };
  const writes = passages.flatMap((passage): readonly Write[] => {
    const place = { customerId, listId: passage.segment.listId };
    const pass = passage.isIn ? lists.enter : lists.leave;
    return [...pass(place, origin), segments.tell(passage, origin)];
  });
  return {
    result: passages.length,
    writes: [segments.saveSegmented(before, { customerId, places: after }), ...writes],
  };
}
