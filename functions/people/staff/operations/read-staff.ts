import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { staffProfile } from '../staff.rules.ts';
import type { Me, Staff, StaffProfile } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'get' | 'find' | 'listDeputizing'>;
  readonly principal: Principal;
  readonly at: Instant;
}

/** A member of staff, with as much as the caller may know of them. */
export async function readStaff(staffId: string, context: Context): Promise<StaffProfile> {
  return profileOf(await context.staff.get(staffId), context);
}

/** Who is calling, with what is known of them. */
export async function readMe(context: Context): Promise<Me> {
  const { kind, id, roles, rowAccess } = context.principal;
  const member = kind === 'person' ? await context.staff.find(id) : undefined;
  return {
    ...{ kind, id, roles: [...roles], permissions: { ...rowAccess } },
    staff: member === undefined ? null : await profileOf(member, context),
  };
}

async function profileOf(member: Staff, { staff, principal, at }: Context): Promise<StaffProfile> {
  const standIns = await staff.listDeputizing(member.id);
  const seesNotes = principal.rowAccess['people.write'] !== undefined || principal.reach.has(member.id);
  return staffProfile(member, { standIns, at, seesNotes });
}
