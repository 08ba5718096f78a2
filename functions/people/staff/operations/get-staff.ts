import { notFound } from '../../../../shared/errors/app-error.ts';
import type { Staff } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

export async function getStaff(
  staffId: string,
  { staff }: { readonly staff: Pick<StaffStore, 'find'> },
): Promise<Staff> {
  const found = await staff.find(staffId);
  if (found === undefined) throw notFound('member of staff');
  return found;
}
