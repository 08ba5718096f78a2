import type { Principal } from '../../../../shared/identity/principal.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { channelSchema, purposeSchema } from '../../consents/consents.schema.ts';
import { type ConsentReader, refusalOf } from '../../consents/index.ts';
import { askedUntil, inOrder, longestPeriod, whenAllowed, whenHeldGoes } from '../budgets.rules.ts';
import type { CustomerContacts } from '../budgets.schema.ts';
import type { BudgetsStore } from '../budgets.store.ts';

interface Context {
  readonly budgets: Pick<BudgetsStore, 'getPolicy' | 'getAllContacts'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly consents: Pick<ConsentReader, 'list'>;
  readonly principal: Principal;
  readonly askAgainAfterDays: number;
  readonly now: Instant;
}

/** What a customer whom the caller may reach was sent, what waits, and when the next of each purpose may go. */
export async function showContacts(customerId: string, context: Context): Promise<CustomerContacts> {
  const { budgets, customers, principal, askAgainAfterDays, now } = context;
  const customer = await customers.getReachable(customerId, 'contact.read', principal);
  const { timeZone } = customer;
  const [policy, contacts, said] = await Promise.all([
    budgets.getPolicy(),
    budgets.getAllContacts(idsOf(customer)),
    context.consents.list(idsOf(customer)),
  ]);
  const rules = { policy, askAgainAfterDays };
  const since = instantAfter(now, { days: -longestPeriod(rules) });
  const held = inOrder(contacts.held, policy).filter(({ expiresAt }) => expiresAt > now);
  return {
    customerId,
    timeZone,
    sent: contacts.sent.filter(({ at }) => at >= since),
    held: held.map(({ until, ...each }) => ({
      ...each,
      ...whenHeldGoes({ ...each, until }, contacts, policy, { now, timeZone }),
    })),
    next: purposeSchema.options.flatMap((purpose) =>
      channelSchema.options.map((channel) => {
        const consent = said.find((each) => each.purpose === purpose && each.channel === channel);
        const refusal = refusalOf(purpose, consent);
        if (refusal !== undefined) return { purpose, channel, at: null, because: refusal };
        const wanted = { messageId: '', purpose, channel, expiresAt: now };
        const free = askedUntil(wanted, contacts.sent, rules);
        const moment = { now: free > now ? free : now, timeZone };
        const allowed = whenAllowed(wanted, contacts, policy, moment);
        const because = allowed.because ?? (free > now ? ('recently-asked' as const) : null);
        return { purpose, channel, at: allowed.at, because };
      }),
    ),
  };
}
