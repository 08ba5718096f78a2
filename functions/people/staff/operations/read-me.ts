import type { Entity } from '../../../../shared/events/entity.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { staffItem } from '../staff.items.ts';
import { shownStaff } from '../staff.rules.ts';
import type { Me } from '../staff.schema.ts';

/** Who is calling, with what is known of them. */
export async function readMe(
  principal: Principal,
  { staff }: { readonly staff: Pick<Entity<typeof staffItem>, 'find'> },
): Promise<Me> {
  const { kind, id, roles, rowAccess } = principal;
  const member = kind === 'person' ? await staff.find(id) : undefined;
  return {
    kind,
    id,
    roles: [...roles],
    permissions: { ...rowAccess },
    staff: member === undefined ? null : shownStaff(member),
  };
}
