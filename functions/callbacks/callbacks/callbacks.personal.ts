/** What the callbacks domain keeps of a person: what they were promised, and what came of it. */
import { fromRecord, toRecord } from '../../../shared/table/item.ts';
import { cleaned, erasedText, type PersonalData } from '../../../shared/table/personal-data.ts';
import { callbackItem, customerCallItem, departmentCallbacks } from './callbacks.items.ts';
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
        if (before.erased === true) return { result: 'kept' };
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
    { item: customerCallItem },
  ],
};

/**
 * Nothing leads from a call to the answer that it came of, which goes on to be counted as that of nobody: neither its id,
 * nor its survey, nor its score, nor that there was one.
 */
function withoutPerson({
  note,
  cancelledBecause,
  released,
  scoredAgain,
  responseId,
  ...callback
}: Callback): Callback {
  const { attempts, version } = callback;
  return {
    ...callback,
    version: version + 1,
    erased: true,
    customerName: erasedText,
    reason: { kind: 'manual', why: erasedText },
    attempts: attempts.map(withoutNotes),
  };
}

function withoutNotes({ note, corrections, ...attempt }: Callback['attempts'][number]) {
  if (corrections === undefined) return attempt;
  const kept = corrections.map(({ was: { outcome }, ...correction }) => ({
    ...correction,
    was: { outcome },
  }));
  return { ...attempt, corrections: kept };
}
