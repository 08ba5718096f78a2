/** What other domains may ask the budgets domain. What it decides takes effect with the writes beside it. */
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Contact, idsOf } from '../../customers/customers/index.ts';
import {
  afterHolding,
  afterSending,
  type Decision,
  decide,
  lastAsked,
  type Moment,
  withoutHeld,
} from './budgets.rules.ts';
import type { ContactPolicy, HeldBecause, WantedContact } from './budgets.schema.ts';
import { createBudgetsStore, createContactsReader } from './budgets.store.ts';

/** A message that has to wait, and the writes by which it does. */
export type Held = Extract<Decision, { kind: 'hold' }> & { readonly writes: readonly Write[] };

/** A policy that was read is believed for so long, so that it costs a send next to nothing. */
const policySeconds = 60;

export type ContactBudget = ReturnType<typeof openContactBudget>;

/** @param askAgainAfterDays so many days nobody is asked twice; 0: as often as the policy allows */
export function openContactBudget(
  table: Pick<Table, 'find' | 'listRecords'>,
  { askAgainAfterDays }: { readonly askAgainAfterDays: number },
) {
  const budgets = createBudgetsStore(table);
  let known: { readonly policy: Promise<ContactPolicy>; readonly until: Instant } | undefined;

  function policyAt(now: Instant): Promise<ContactPolicy> {
    if (known === undefined || known.until <= now) {
      const policy = budgets.getPolicy();
      known = { policy, until: instantAfter(now, { seconds: policySeconds }) };
      policy.catch(() => {
        known = undefined;
      });
    }
    return known.policy;
  }

  return {
    /**
     * Whether a message may go to a customer now, and the writes by which it takes its place or waits for one: they
     * stand in the transaction that sends or holds it, and fail (`retry`) when somebody was faster.
     *
     * @param ids first the record of the customer for which the message was asked; what the others were sent counts, too
     */
    async ask(
      [customerId, ...ids]: readonly [string, ...string[]],
      wanted: WantedContact,
      moment: Moment,
    ): Promise<Decision & { readonly writes: readonly Write[] }> {
      const others = [...new Set(ids)].filter((id) => id !== customerId);
      const [policy, before, beside] = await Promise.all([
        policyAt(moment.now),
        budgets.getContacts(customerId),
        Promise.all(others.map((id) => budgets.getContacts(id))),
      ]);
      const rules = { policy, askAgainAfterDays };
      const sent = [before, ...beside].flatMap((each) => each.sent);
      const decision = decide(wanted, { ...before, sent }, rules, moment);
      if (decision.kind === 'recently-asked') return { ...decision, writes: [] };
      const after =
        decision.kind === 'go'
          ? afterSending(wanted, before, rules, moment.now)
          : afterHolding(wanted, before, decision, rules, moment.now);
      return { ...decision, writes: budgets.changeContacts(before, after) };
    },

    /** The writes by which a message that was held, and is not sent after all, makes room for others. */
    async giveUp(customerId: string, messageId: string, now: Instant): Promise<readonly Write[]> {
      const before = await budgets.getContacts(customerId);
      const isHeld = before.held.some((each) => each.messageId === messageId);
      return isHeld ? budgets.changeContacts(before, withoutHeld(before, messageId, now)) : [];
    },
  };
}

export type ContactForecast = ReturnType<typeof createContactForecast>;

export function createContactForecast(
  table: Pick<Table, 'find' | 'findMany' | 'listRecords'>,
  { askAgainAfterDays }: { readonly askAgainAfterDays: number },
) {
  const { getPolicy } = createBudgetsStore(table);
  const { readContacts } = createContactsReader(table);
  return {
    /** What the policy would make of one more message to each of these customers at an instant, in their order; undefined where it would go. */
    async foresee(
      customers: readonly Pick<Contact, 'id' | 'mergedFrom' | 'timeZone'>[],
      { at, ...wanted }: Pick<WantedContact, 'purpose' | 'channel'> & { readonly at: Instant },
    ): Promise<readonly ('recently-asked' | HeldBecause | undefined)[]> {
      const [policy, all] = await Promise.all([getPolicy(), readContacts(customers.flatMap(idsOf))]);
      const known = new Map(all.map((each) => [each.customerId, each]));
      return customers.map((customer) => {
        const own = idsOf(customer).flatMap((id) => known.get(id) ?? []);
        const contacts = { sent: own.flatMap(({ sent }) => sent), held: own.flatMap(({ held }) => held) };
        const message = { ...wanted, messageId: '', expiresAt: instantAfter(at, { days: 1 }) };
        const moment = { now: at, timeZone: customer.timeZone };
        const decision = decide(message, contacts, { policy, askAgainAfterDays }, moment);
        if (decision.kind === 'go') return undefined;
        return decision.kind === 'hold' ? decision.because : decision.kind;
      });
    },
  };
}

export type AskedReader = ReturnType<typeof createAskedReader>;

export function createAskedReader(table: Pick<Table, 'findMany'>) {
  const budgets = createContactsReader(table);
  /** When customers were last asked for an opinion; of whom it is not known, none. */
  async function lastAskedOf(
    customers: readonly (readonly string[])[],
  ): Promise<ReadonlyMap<string, Instant>> {
    const all = await budgets.readContacts(customers.flat());
    const askedAt = new Map(all.map(({ customerId, sent }) => [customerId, lastAsked(sent) ?? '']));
    return new Map(
      customers.flatMap((ids) => {
        const last = ids
          .map((id) => askedAt.get(id) ?? '')
          .toSorted()
          .at(-1);
        return ids[0] === undefined || !last ? [] : [[ids[0], last] as const];
      }),
    );
  }
  return {
    lastAskedOf,

    /**
     * Who of these customers was asked for an opinion since an instant: half a read unit for each record, since what is a
     * second old will do.
     *
     * @param customers each by all ids of its records
     */
    async askedSince(
      customers: readonly (readonly string[])[],
      since: Instant,
    ): Promise<ReadonlySet<string>> {
      const asked = await lastAskedOf(customers);
      return new Set([...asked].flatMap(([id, at]) => (at >= since ? [id] : [])));
    },
  };
}
