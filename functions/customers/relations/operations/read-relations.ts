import { notFound } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { RelationKind } from '../../customers/customers.schema.ts';
import { type CustomerReader, idsOf } from '../../customers/index.ts';
import { fromOtherSide, leadingSide, type RelationPlace } from '../relations.rules.ts';
import type { Relation, RelationPage, RelationSide } from '../relations.schema.ts';
import type { RelationsStore } from '../relations.store.ts';

interface ReadContext {
  readonly relations: Pick<RelationsStore, 'findInPlace' | 'listFew' | 'listMany' | 'listOfKind'>;
  readonly customers: Pick<CustomerReader, 'getReachable' | 'findRelated'>;
  readonly principal: Principal;
}

/** A relation of a customer whom the caller may see. */
export async function getRelation(place: RelationPlace, context: ReadContext): Promise<Relation> {
  await context.customers.getReachable(place.customerId, 'customers.read', context.principal);
  return shownRelation(await foundRelation(place, context), context);
}

/** The relation as it is read from this side. Throws `not-found`. */
export async function foundRelation(
  place: RelationPlace,
  { relations }: { readonly relations: Pick<RelationsStore, 'findInPlace'> },
): Promise<RelationSide> {
  const leading = leadingSide(place);
  const found = await relations.findInPlace(leading);
  if (found === undefined || found.otherId !== leading.otherId) throw notFound('relation');
  return leading.customerId === place.customerId ? found : fromOtherSide(found);
}

/** One page of what others are to a customer; without a kind those of which there are few stand on the first. */
export async function listRelations(
  { customerId, kind, ...page }: PageRequest & { customerId: string; kind?: RelationKind | undefined },
  context: ReadContext,
): Promise<RelationPage> {
  const { relations, customers, principal } = context;
  const ids = idsOf(await customers.getReachable(customerId, 'customers.read', principal));
  const isFirst = page.cursor === undefined;
  const few = kind === undefined && isFirst ? await relations.listFew(anyOf(ids)) : [];
  const { items, cursor } =
    kind === undefined
      ? await relations.listMany(anyOf(ids), page)
      : await relations.listOfKind({ customerId: anyOf(ids), kind }, page);
  const sides = [...few, ...items];
  const others = await customers.findRelated(
    sides.map(({ otherId }) => otherId),
    principal,
  );
  return {
    items: sides.flatMap((side) => {
      const other = others.get(side.otherId);
      return other === undefined || ids.includes(other.id) ? [] : [{ ...side, other }];
    }),
    cursor,
  };
}

/** A relation with who is at its other end. Throws `not-found` when they are gone. */
export async function shownRelation(
  side: RelationSide,
  {
    customers,
    principal,
  }: Pick<ReadContext, 'principal'> & { customers: Pick<CustomerReader, 'findRelated'> },
): Promise<Relation> {
  const other = (await customers.findRelated([side.otherId], principal)).get(side.otherId);
  if (other === undefined) throw notFound('relation');
  return { ...side, other };
}
