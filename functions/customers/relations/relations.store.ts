/** Relations in the one table: both sides are written together, or neither. */
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import type { EventContext, EventDeclaration } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { maximumHeadRelations } from '../customers/customers.schema.ts';
import type { Ids } from '../customers/index.ts';
import { relationChanged, relationCreated, relationRemoved } from './relations.events.ts';
import {
  fewOfKind,
  fewRelations,
  itemOf,
  keyParts,
  manyOfKind,
  manyRelations,
  primaryContactItem,
} from './relations.items.ts';
import { fromOtherSide, isOfMany, leadingSide, type RelationPlace } from './relations.rules.ts';
import type { RelationSide } from './relations.schema.ts';

export type RelationsStore = ReturnType<typeof createRelationsStore>;

export function createRelationsStore(table: Table) {
  const find = async (place: RelationPlace): Promise<RelationSide | undefined> =>
    table.find(itemOf(place.kind), keyParts(place));
  return {
    /** What stands where this relation would: of a chain that may be another one. One strongly consistent read. */
    findInPlace: find,

    /** Whom to talk to first at a company. */
    findPrimary: (companyId: string) => table.find(primaryContactItem, { customerId: companyId }),

    /** How many relations a customer has of the kinds of which there are few. */
    countFew: async (customerId: string): Promise<number> =>
      (
        await table.listItems(
          fewRelations,
          { customerId },
          { limit: maximumHeadRelations + 1, consistent: true },
        )
      ).items.length,

    listFew: async (customerId: Ids): Promise<readonly RelationSide[]> =>
      (await table.listItems(fewRelations, { customerId }, { limit: 100, consistent: true })).items,

    listMany: (customerId: Ids, page: PageRequest) =>
      table.listItems(manyRelations, { customerId }, { ...page, consistent: true }),

    listOfKind: (
      { customerId, kind }: { readonly customerId: Ids } & Pick<RelationPlace, 'kind'>,
      page: PageRequest,
    ) =>
      table.listItems(
        isOfMany(kind) ? manyOfKind : fewOfKind,
        { customerId, kind },
        { ...page, consistent: true },
      ),

    create: (side: RelationSide, origin: EventContext): readonly Write[] => [
      ...bothSides(side).map((each) => insert(itemOf(each.kind), each, { onConflict: 'retry' })),
      ...told(relationCreated, undefined, side, origin),
    ],

    /** Nothing is written when nothing has changed. */
    change(before: RelationSide, after: RelationSide, origin: EventContext): readonly Write[] {
      if (changedNames(fieldChanges(before, after)).length === 0) return [];
      const condition = { ifVersion: before.version, onConflict: 'retry' } as const;
      return [
        ...bothSides(after).map((each) => replace(itemOf(each.kind), each, condition)),
        ...told(relationChanged, before, after, origin),
      ];
    },

    remove(side: RelationSide, origin: EventContext): readonly Write[] {
      return [...removals(side), ...told(relationRemoved, side, undefined, origin)];
    },

    /** The same because the customer of this side is gone; told to them, too, for they may be brought back. */
    removeWith(side: RelationSide, origin: EventContext): readonly Write[] {
      const nothing = { before: {}, after: {} };
      const entries = [side, fromOtherSide(side)].map(({ customerId, otherId, kind: relation }) => {
        const data = { customerId, otherId, relation };
        return changeEvent(collectionOf(customerId), relationRemoved, data, origin, nothing);
      });
      return [...removals(side), ...entries];
    },

    /** @param before who it was when it was read */
    setPrimary: (
      { customerId, otherId, role }: Pick<RelationSide, 'customerId' | 'otherId' | 'role'>,
      before: string | undefined,
    ): Write => ({
      ...put(primaryContactItem, { customerId, otherId, role }),
      ...ifOther(before),
      onConflict: 'retry',
    }),

    /** Nobody is the primary contact of the company, if it is this one. */
    clearPrimary: (companyId: string, contactId: string): Write => ({
      ...remove(primaryContactItem, { customerId: companyId }),
      ...ifOther(contactId),
      onConflict: 'retry',
    }),

    /** Beside other writes: they happen only while this place leads where it led when it was read. */
    stillLeads: (place: RelationPlace, otherId: string | undefined): Write => ({
      ...ifOther(otherId),
      action: 'Check',
      key: keyOf(itemOf(place.kind), keyParts(place)),
      onConflict: 'retry',
    }),
  };
}

function ifOther(otherId: string | undefined) {
  if (otherId === undefined) return { condition: 'attribute_not_exists(pk)' };
  return { condition: 'otherId = :other', values: { ':other': otherId } };
}

function removals(side: RelationSide): readonly Write[] {
  const condition = { ifVersion: side.version, onConflict: 'retry' } as const;
  return bothSides(side).map((each) => remove(itemOf(each.kind), each, condition));
}

/** Where what happens to a customer is told. */
function collectionOf(customerId: string): string {
  return keyOf(primaryContactItem, { customerId }).pk;
}

function bothSides(side: RelationSide): readonly RelationSide[] {
  return [side, fromOtherSide(side)];
}

/**
 * The entries in both timelines. What was said of the relation is kept on the side whom it is about, if it is about one of
 * them: so it goes with the person, and stays in nobody else's trail.
 */
function told(
  declaration: EventDeclaration,
  before: RelationSide | undefined,
  after: RelationSide | undefined,
  origin: EventContext,
): readonly Write[] {
  const side = after ?? before;
  if (side === undefined) return [];
  const said = fieldChanges(sayingOf(before), sayingOf(after));
  const nothing = { before: {}, after: {} };
  const leading = leadingSide(side);
  const isMutual = leading.kind === fromOtherSide(leading).kind;
  return bothSides(side).map((each) => {
    const { customerId, kind, otherId } = each;
    const data = { customerId, otherId, relation: kind, changed: changedNames(said) };
    const isKept = customerId === leading.customerId && !isMutual;
    return changeEvent(collectionOf(customerId), declaration, data, origin, isKept ? said : nothing);
  });
}

function sayingOf(side: RelationSide | undefined) {
  return { role: side?.role, primary: side?.primary };
}
