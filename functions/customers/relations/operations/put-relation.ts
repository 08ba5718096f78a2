import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { type Contact, kindNeeded, maximumHeadRelations } from '../../customers/customers.schema.ts';
import { type CustomerReader, customerStays, customerStaysOf, idsOf } from '../../customers/index.ts';
import {
  type ChainKind,
  fromOtherSide,
  isChain,
  leadingSide,
  maximumSteps,
  type RelationPlace,
  sideOf,
  violationsOf,
} from '../relations.rules.ts';
import type { Relation, RelationEntry, RelationSide } from '../relations.schema.ts';
import type { RelationsStore } from '../relations.store.ts';
import { followChain } from './follow-chain.ts';
import { shownRelation } from './read-relations.ts';

export interface PutContext {
  readonly relations: RelationsStore;
  readonly customers: Pick<CustomerReader, 'getChangeable' | 'getReachable' | 'findContact' | 'findRelated'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/**
 * Relates two customers, or replaces what is known of it. Saying the same again changes nothing.
 *
 * @throws AppError `invalid-request` where these two cannot be that, `conflict` for a second parent and the like,
 *   `not-allowed-now` where it would lead back to this customer, or there are too many
 */
export async function putRelation(
  { place: asked, version, entry }: { place: RelationPlace; version: IfMatch; entry: RelationEntry },
  context: PutContext,
): Promise<Change<Relation>> {
  const { relations, customers, principal, origin } = context;
  const own = await customers.getChangeable(asked.customerId, 'customers.write', principal);
  const other = await customers.getReachable(asked.otherId, 'customers.write', principal);
  const place = { ...asked, customerId: own.id, otherId: other.id };
  const violations = violationsOf(place, entry, own, other);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'These two cannot be that to each other.', { violations });
  const leading = leadingSide(place);
  const sides: Sides = leading.customerId === own.id ? { from: own, to: other } : { from: other, to: own };
  const before = await relations.findInPlace(leading);
  if (before !== undefined && before.otherId !== leading.otherId) throw takenBy(before);
  const kept = { version: (before?.version ?? 0) + 1, createdAt: before?.createdAt ?? origin.at };
  const after = sideOf(leading, entry, { ...kept, updatedAt: origin.at });
  const writes =
    before === undefined
      ? [...relations.create(after, origin), ...(await allowing(after, sides, context))]
      : relations.change(before, after, origin);
  const isNews = writes.length > 0;
  if (version !== 'unsaid' || (before !== undefined && isNews))
    assertVersion(before ?? { version: 0 }, version);
  const side = isNews ? after : (before ?? after);
  const result = await shownRelation(
    side.customerId === place.customerId ? side : fromOtherSide(side),
    context,
  );
  return { result, writes: isNews ? [...writes, ...(await primaryWrites(before, after, context))] : [] };
}

/** The two, in the direction in which the relation is kept. */
interface Sides {
  readonly from: Contact;
  readonly to: Contact;
}

function takenBy({ kind, otherId }: RelationSide): AppError {
  return new AppError('conflict', `There is a ${kind} already, ${otherId}. Take that relation away first.`);
}

/** What holds a new relation back should one of the two go meanwhile, or lead to the other by another way. */
async function allowing(side: RelationSide, sides: Sides, context: PutContext): Promise<readonly Write[]> {
  const isMutual = fromOtherSide(side).kind === side.kind;
  const counted = isMutual ? [side.customerId, side.otherId] : [side.customerId];
  for (const customerId of counted) {
    if ((await context.relations.countFew(customerId)) < maximumHeadRelations) continue;
    throw new AppError(
      'not-allowed-now',
      `${customerId} has ${maximumHeadRelations} relations, and more are not kept. Take one away first.`,
    );
  }
  const staying = [side, fromOtherSide(side)].flatMap(({ kind, customerId }) => {
    const needed = kindNeeded[kind];
    return needed === undefined ? [customerStays(customerId)] : customerStaysOf(needed, customerId);
  });
  return isChain(side.kind) ? [...staying, ...(await followed(side.kind, sides, context))] : staying;
}

/**
 * Follows a chain from the other one to its end; each step holds the writes back should it lead elsewhere meanwhile. What
 * the records that were merged lead to counts as well.
 */
async function followed(
  kind: ChainKind,
  { from, to }: Sides,
  context: PutContext,
): Promise<readonly Write[]> {
  const { relations } = context;
  const [, ...merged] = idsOf(from);
  const others = await Promise.all(
    merged.map((id) => relations.findInPlace({ customerId: id, kind, otherId: id })),
  );
  const other = others.find((each) => each !== undefined);
  if (other !== undefined) throw takenBy(other);
  const asked = { from: idsOf(to), kind, target: new Set(idsOf(from)) };
  const { steps, ends } = await followChain(asked, context);
  if (ends === 'there') {
    throw new AppError(
      'not-allowed-now',
      `This would lead in a circle: from ${to.id} it goes back to this customer.`,
    );
  }
  if (ends === 'too-far') {
    throw new AppError(
      'not-allowed-now',
      `There are ${maximumSteps} above ${to.id} already, and more are not kept.`,
    );
  }
  return steps.map(({ place, otherId }) => relations.stillLeads(place, otherId));
}

/** A company has one primary contact: who becomes it takes the place of who has been. */
async function primaryWrites(
  before: RelationSide | undefined,
  after: RelationSide,
  { relations, origin }: PutContext,
): Promise<readonly Write[]> {
  const { customerId: contactId, otherId: companyId, role } = after;
  const primary = { customerId: companyId, otherId: contactId, role };
  if (after.primary === undefined)
    return before?.primary === undefined ? [] : [relations.clearPrimary(companyId, contactId)];
  if (before?.primary === true) return [relations.setPrimary(primary, contactId)];
  const present = await relations.findPrimary(companyId);
  const set = relations.setPrimary(primary, present?.otherId);
  if (present === undefined) return [set];
  const place = { customerId: present.otherId, kind: 'contact-of', otherId: companyId } as const;
  const replaced = await relations.findInPlace(place);
  if (replaced === undefined) return [set];
  const { primary: _, ...rest } = replaced;
  const next = { ...rest, version: rest.version + 1, updatedAt: origin.at };
  return [set, ...relations.change(replaced, next, origin)];
}
