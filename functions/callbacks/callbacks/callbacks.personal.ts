/** What the callbacks domain keeps of a person: what they were promised, and what came of it. */
import { fromRecord, toRecord } from '../../../shared/table/item.ts';
import { cleaned, erasedText, type PersonalData } from '../../../shared/table/personal-data.ts';
import { callbackItem, departmentCallbacks } from './callbacks.items.ts';
import type { Callback } from './callbacks.schema.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { withdraw } from './operations/follow-customer.ts';

/** How often was called and what came of it stays with whoever called; nothing that was said or noted does. */
export const personalCallbacks: PersonalData = {
  items: [
    {
      item: callbackItem,
      erase(record, { table, origin }) {
        const before = fromRecord(callbackItem, record);
        if (before.customerName === erasedText) return { result: 'kept' };
        // First nobody calls any more, and the schedule goes because of that.
        if (before.closedAt === undefined)
          return {
            result: 'later',
            writes: withdraw(before, { callbacks: createCallbacksStore(table), origin }),
          };
        const after = withoutPerson(before);
        return cleaned(record, toRecord(callbackItem, after), departmentCallbacks.rowsFor(before, after));
      },
    },
  ],
};

function withoutPerson({ note, cancelledBecause, ...callback }: Callback): Callback {
  const { reason, attempts, version } = callback;
  return {
    ...callback,
    version: version + 1,
    customerName: erasedText,
    reason: reason.kind === 'manual' ? { ...reason, why: erasedText } : reason,
    attempts: attempts.map(({ note: _, ...attempt }) => attempt),
  };
}
