/** What two customers can be to each other. */
import {
  type Customer,
  counterparts,
  kindNeeded,
  type RelationKind,
  relationKindSchema,
} from '../../customers/customers/customers.schema.ts';

/** What others can be to a customer of this kind; with the kind of the other one, what that one can be. */
export function kindsFor(own: Customer['kind'], other?: Customer['kind']): readonly RelationKind[] {
  return relationKindSchema.options.filter((kind) => {
    const ofOther = kindNeeded[counterparts[kind]];
    const fitsOther = other === undefined || ofOther === undefined || ofOther === other;
    return fitsOther && (kindNeeded[kind] ?? own) === own;
  });
}

/** A kind that an address names; undefined where it names none that there is. */
export function kindNamed(name: string | undefined): RelationKind | undefined {
  return relationKindSchema.safeParse(name).data;
}
