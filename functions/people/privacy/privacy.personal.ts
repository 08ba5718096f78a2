/** What the privacy domain keeps of a person: exports, whose files go with them; and what the runtime remembers of requests. */
import { idempotencyItem, replyIn } from '../../../shared/runtime/idempotency.ts';
import { fromRecord, type StoredRecord, toRecord } from '../../../shared/table/item.ts';
import { cleaned, type ErasedRecord, type PersonalData } from '../../../shared/table/personal-data.ts';
import { exportItem } from './privacy.items.ts';
import { erasureId } from './privacy.schema.ts';

export const personalExports: PersonalData = {
  items: [{ item: exportItem }, { item: idempotencyItem, erase: withoutReply }],
};

/** Nothing leads from the customer to what is left; whoever demanded this erasure is still answered that they did. */
function withoutReply(record: StoredRecord): ErasedRecord {
  const { reply, customerId: _, ...request } = fromRecord(idempotencyItem, record);
  const { id } = Object(reply && replyIn(reply)) as { readonly id?: unknown };
  if (erasureId.schema.safeParse(id).success) return { result: 'kept' };
  return cleaned(record, toRecord(idempotencyItem, request));
}
