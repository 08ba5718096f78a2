import { instantAfter, now } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { StaffReader } from '../../../people/staff/index.ts';

/** The names of members of staff, by id. */
export type NameOwners = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** So long a name is taken for the present one. */
const knownSeconds = 60;

/** Reads who was not read within the last minute: at most one request, half a read unit for each of them. */
export function nameOwnersWith(staff: Pick<StaffReader, 'findMany'>): NameOwners {
  const known = new Map<string, { readonly name: string; readonly at: Instant }>();
  return async (ids) => {
    const at = now();
    const isFresh = (id: string) => {
      const entry = known.get(id);
      return entry !== undefined && at < instantAfter(entry.at, { seconds: knownSeconds });
    };
    const asked = [...new Set(ids)].filter((id) => !isFresh(id));
    if (asked.length > 0) {
      const members = await staff.findMany(asked, { consistent: false });
      for (const id of asked) known.set(id, { name: members.find((each) => each.id === id)?.name ?? id, at });
    }
    return new Map(ids.map((id) => [id, known.get(id)?.name ?? id]));
  };
}
