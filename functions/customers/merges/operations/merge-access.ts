import type { Principal } from '../../../../shared/identity/principal.ts';
import type { CustomerRecord, CustomersStore } from '../../customers/index.ts';
import { assertMayChange } from '../../customers/index.ts';
import type { FieldReader } from '../../fields/index.ts';

export interface MergeAccess {
  readonly customers: Pick<CustomersStore, 'findFamily' | 'holdersOf' | 'merge' | 'unmerge' | 'hasOpenWork'>;
  readonly fields: Pick<FieldReader, 'list' | 'listNow'>;
  readonly principal: Principal;
}

/** Whoever merges records, or takes them apart, may change each of them. */
export function assertMayChangeRecord(record: CustomerRecord, context: MergeAccess): Promise<void> {
  return assertMayChange(record, 'customers.write', context);
}
