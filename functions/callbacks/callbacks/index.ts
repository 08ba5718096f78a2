/** What others may ask the callbacks domain. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { Moves } from '../../../shared/table/moves.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { createConsentReader } from '../../contact/consents/index.ts';
import { type Contact, createCustomerReader } from '../../customers/customers/index.ts';
import { type Assignment, createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallSettingsReader } from '../calling/index.ts';
import { newCallback } from './callbacks.rules.ts';
import type { Callback } from './callbacks.schema.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { withAlarms } from './operations/alarms.ts';
import { ownerAwayFor } from './operations/callback-access.ts';
import { mayBeCalled } from './operations/callback-consent.ts';
import { movesOfCallbacks } from './operations/move-callback.ts';
import { type AnswerCall, openForAnswer } from './operations/open-for-answer.ts';

export { dueOnDay, hoursOfCustomer } from './operations/call-times.ts';
export type { AnswerCall } from './operations/open-for-answer.ts';

/** A callback that somebody else than a person promises; `found` is whom the rules have found for it. */
export type Promised = Pick<
  Parameters<typeof newCallback>[0],
  'id' | 'reason' | 'note' | 'priority' | 'due'
> & { readonly contact: Contact; readonly found: Assignment };

export type CallbackOpener = ReturnType<typeof createCallbackOpener>;

/** What opens callbacks for a reason of another domain. */
export function createCallbackOpener(table: Table) {
  const callbacks = createCallbacksStore(table);
  const consents = createConsentReader(table);
  const settings = createCallSettingsReader(table);
  return {
    find: callbacks.find,

    /** How the department calls: when customers are called, among it. */
    settings: settings.get,

    /** Whether anybody is to call one of these records of a customer. The index lags by a second or so. */
    async isOpenFor(customerIds: readonly string[]): Promise<boolean> {
      for (const customerId of customerIds) for await (const _ of callbacks.openOf(customerId)) return true;
      return false;
    },

    /**
     * Opens a callback; one of this id that is there already has the same cause, and is left as it is. Undefined when the
     * customer wants no calls: then nothing is to be written.
     */
    async open(
      { found, ...promised }: Promised,
      origin: EventContext,
    ): Promise<readonly Write[] | undefined> {
      const [isWelcome, present] = await Promise.all([
        mayBeCalled(promised.contact, consents),
        settings.get(),
      ]);
      if (!isWelcome) return undefined;
      const { owner, team, assigned, member } = found;
      const ownerAway = ownerAwayFor(member, promised.due.instant, origin.at);
      const callback = newCallback({ ...promised, owner, team, assigned, ownerAway, at: origin.at });
      return callbacks.open(withAlarms(callback, { settings: present, member, at: origin.at }), origin);
    },
  };
}

/** The open callbacks that somebody has to make, to be handed over. */
export function createCallbackMoves(table: Table): Moves {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  return movesOfCallbacks({ callbacks, customers, assign: createAssign(table) });
}

export type CallbackReader = ReturnType<typeof createCallbackReader>;

export function createCallbackReader(table: Table) {
  const { find } = createCallbacksStore(table);
  return {
    /** A callback as it is now; undefined when there is none. */
    find: (callbackId: string): Promise<Callback | undefined> => find(callbackId),
  };
}

/** Promises calls because of answers, see `openForAnswer`. */
export type OpenForAnswer = ReturnType<typeof createOpenForAnswer>;

export function createOpenForAnswer(table: Table) {
  const callbacks = createCallbacksStore(table);
  const staff = createStaffReader(table);
  const assign = createAssign(table);
  const settings = createCallSettingsReader(table);
  const consents = createConsentReader(table);
  return (call: AnswerCall, origin: EventContext) =>
    openForAnswer(call, { callbacks, staff, assign, settings, consents, origin });
}
