/** How relations lie in the one table: in the collections of both customers. */
import * as z from 'zod';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import {
  customerIdSchema,
  type RelationKind,
  RelationSummary,
  relationFields,
} from '../customers/customers.schema.ts';
import { isChain, isOfMany, type RelationPlace } from './relations.rules.ts';
import { RelationSide } from './relations.schema.ts';

const side = {
  v: 1,
  retention: 'record',
  schema: RelationSide,
  summary: RelationSummary,
  toSummary: ({ kind, otherId, role, primary }: RelationSide) => ({ relation: kind, otherId, role, primary }),
} as const;

/**
 * A side of which a customer has few, in the head, where the profile shows it. Of a chain there is one, so that its key
 * says so.
 */
const relationItem = defineItem({
  ...side,
  name: 'relation',
  key: ['C#{customerId}', '~relation#{kind}#{slot}'],
  parts: keyParts,
});

/** A side of which a customer may have any number, below the timeline, which is read from above. */
const relationOfManyItem = defineItem({
  ...side,
  name: 'relation-of-many',
  key: ['C#{customerId}', 'R#{kind}#{otherId}'],
});

export const relationItems = [relationItem, relationOfManyItem] as const;

export function itemOf(kind: RelationKind) {
  return isOfMany(kind) ? relationOfManyItem : relationItem;
}

/** What fills the key of a relation, beside its fields. */
export function keyParts(place: RelationPlace) {
  return { ...place, slot: isChain(place.kind) ? '-' : place.otherId };
}

/** Whom to talk to first at a company, in its head: there is one, so that its key says so. */
export const primaryContactItem = defineItem({
  name: 'primary-contact',
  v: 1,
  retention: 'record',
  schema: z.strictObject({
    customerId: customerIdSchema,
    otherId: customerIdSchema,
    role: relationFields.role,
  }),
  key: ['C#{customerId}', '~primary-contact'],
  summary: RelationSummary,
  toSummary: ({ otherId, role }) => ({ relation: 'contact' as const, otherId, role, primary: true as const }),
});

export const fewRelations = definePattern({
  question: 'What are others to this customer, of the kinds of which there are few?',
  item: relationItem,
  partition: 'C#{customerId}',
  prefix: '~relation#',
});

export const manyRelations = definePattern({
  question: 'Which contacts, subsidiaries and referrals does this customer have?',
  item: relationOfManyItem,
  partition: 'C#{customerId}',
  prefix: 'R#',
});

export const fewOfKind = definePattern({
  question: 'Who is that to this customer?',
  item: relationItem,
  partition: 'C#{customerId}',
  prefix: '~relation#{kind}#',
});

export const manyOfKind = definePattern({
  question: 'Who are the contacts of this company, its subsidiaries, or the referrals of this customer?',
  item: relationOfManyItem,
  partition: 'C#{customerId}',
  prefix: 'R#{kind}#',
});
