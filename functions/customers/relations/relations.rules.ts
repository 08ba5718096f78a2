/** Decisions about relations that need nothing but the relations. */
import type { Violation } from '../../../shared/errors/app-error.ts';
import { type Contact, counterparts, kindNeeded, type RelationKind } from '../customers/customers.schema.ts';
import type { RelationSide } from './relations.schema.ts';

/** Which relation is meant: what the other one is to this customer. */
export interface RelationPlace {
  readonly customerId: string;
  readonly kind: RelationKind;
  readonly otherId: string;
}

/** The same relation, read from the other side. */
export function fromOtherSide<Place extends RelationPlace>(place: Place): Place {
  return {
    ...place,
    customerId: place.otherId,
    otherId: place.customerId,
    kind: counterparts[place.kind],
  };
}

/** Of these a customer may have any number, page by page; of all others a few, which the profile shows. */
const many: ReadonlySet<RelationKind> = new Set(['contact', 'subsidiary', 'referral']);
export function isOfMany(kind: RelationKind): boolean {
  return many.has(kind);
}

/** Of these a customer has one at most; whoever follows them from one to the next never comes back. */
export type ChainKind = 'parent' | 'referred-by';
export function isChain(kind: RelationKind): kind is ChainKind {
  return kind === 'parent' || kind === 'referred-by';
}

/** The side from which a relation is decided: that of which there are few. */
export function leadingSide(place: RelationPlace): RelationPlace {
  return isOfMany(place.kind) ? fromOtherSide(place) : place;
}

/** So many steps a chain is followed: nobody has that many parents above them. */
export const maximumSteps = 20;

type Kind = Contact['kind'];

/** Why these two cannot be that to each other. */
export function violationsOf(
  { kind, customerId, otherId }: RelationPlace,
  { primary }: { readonly primary: boolean },
  own: Pick<Contact, 'kind'>,
  other: Pick<Contact, 'kind'>,
): readonly Violation[] {
  if (customerId === otherId)
    return [{ pointer: '/params/otherId', reason: 'Is this customer. Name another one.' }];
  const [ownKind, otherKind] = [kindNeeded[kind] ?? own.kind, kindNeeded[counterparts[kind]] ?? other.kind];
  const isContact = kind === 'contact' || kind === 'contact-of';
  return [
    ...(own.kind === ownKind ? [] : [noSuch(ownKind, '/params/customerId', kind)]),
    ...(other.kind === otherKind ? [] : [noSuch(otherKind, '/params/otherId', kind)]),
    ...(primary && !isContact
      ? [{ pointer: '/body/primary', reason: 'Only a contact of a company can be the primary one.' }]
      : []),
  ];
}

function noSuch(needed: Kind, pointer: string, kind: RelationKind): Violation {
  if (needed === 'person') return { pointer, reason: `Is no person, which ${kind} needs.` };
  return { pointer, reason: `Is no company, which ${kind} needs.` };
}

/** A side as it is kept of what was said of it. */
export function sideOf(
  { customerId, kind, otherId }: RelationPlace,
  { role, primary }: { readonly role?: string | undefined; readonly primary: boolean },
  { version, createdAt, updatedAt }: Pick<RelationSide, 'version' | 'createdAt' | 'updatedAt'>,
): RelationSide {
  return {
    ...{ customerId, kind, otherId, version, createdAt, updatedAt },
    ...(role === undefined ? {} : { role }),
    ...(primary ? { primary: true as const } : {}),
  };
}
