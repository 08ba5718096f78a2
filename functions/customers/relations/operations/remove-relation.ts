import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { leadingSide, type RelationPlace } from '../relations.rules.ts';
import type { RelationSide } from '../relations.schema.ts';
import type { RelationsStore } from '../relations.store.ts';
import { foundRelation } from './read-relations.ts';

type Stored = Pick<RelationsStore, 'findInPlace' | 'remove' | 'clearPrimary'>;

/** Takes a relation away from both customers. */
export async function removeRelation(
  { place, version }: { place: RelationPlace; version: IfMatch },
  context: {
    readonly relations: Stored;
    readonly customers: Pick<CustomerReader, 'getChangeable'>;
    readonly principal: Principal;
    readonly origin: EventContext;
  },
): Promise<Change<undefined>> {
  const { relations, customers, principal, origin } = context;
  await customers.getChangeable(place.customerId, 'customers.write', principal);
  const side = await foundRelation(place, context);
  assertVersion(side, version);
  return { result: undefined, writes: [...relations.remove(side, origin), ...cleared(side, relations)] };
}

/** Relations that are taken away at the same time. */
const atOnce = 10;

/** Takes every relation away from the others of a customer who is gone. Done again, there is none left. */
export async function removeAllOf(
  customerId: string,
  {
    relations,
    table,
    context,
  }: {
    readonly relations: RelationsStore;
    readonly table: Pick<Table, 'commit'>;
    readonly context: EventContext;
  },
): Promise<void> {
  for (;;) {
    const few = await relations.listFew(customerId);
    const sides = few.length > 0 ? few : (await relations.listMany(customerId, { limit: atOnce })).items;
    if (sides.length === 0) return;
    await Promise.all(
      sides.map((side) =>
        table.commit([...relations.removeWith(side, context), ...cleared(side, relations)]),
      ),
    );
  }
}

function cleared(side: RelationSide, relations: Pick<RelationsStore, 'clearPrimary'>): readonly Write[] {
  if (side.primary === undefined) return [];
  const { customerId, otherId } = leadingSide(side);
  return [relations.clearPrimary(otherId, customerId)];
}
