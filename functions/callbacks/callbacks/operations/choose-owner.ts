import { type Staff, type StaffReader, takesWork } from '../../../people/staff/index.ts';

/** Who is to call a customer of this owner: an owner who has left or takes on no work is no owner, then the team calls. */
export async function chooseOwner(
  owner: string | null,
  staff: StaffReader,
): Promise<{ readonly owner: string | null; readonly member: Staff | undefined }> {
  const member = owner === null ? undefined : await staff.find(owner);
  return member === undefined || takesWork(member) ? { owner, member } : { owner: null, member: undefined };
}
