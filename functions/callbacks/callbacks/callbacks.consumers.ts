/** What the callbacks domain does when something has happened, or a promised time has come. */
import { consumers, on, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createResponseReader } from '../../surveys/responses/index.ts';
import { createCallSettingsReader } from '../calling/index.ts';
import {
  callbacksCatchingUp,
  callbacksFollowing,
  callbacksHandingOver,
  callbacksNotifying,
  callbacksQueueing,
  callbacksRefusing,
  callbacksScoring,
} from './callbacks.domain.ts';
import { callbacksEventsEnvironment } from './callbacks.environment.ts';
import { Firing } from './callbacks.schedules.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { assignQueued } from './operations/assign-queued.ts';
import { aboutCalls } from './operations/callback-consent.ts';
import { catchUp, fallDue } from './operations/fall-due.ts';
import { followCustomer, withdrawRefused } from './operations/follow-customer.ts';
import {
  notifyAnswerable,
  notifyHolder,
  notifyLead,
  notifyNewOwner,
  notifyOwner,
  remindOwner,
} from './operations/notify-owner.ts';
import { scoreAgain, scoresSince } from './operations/score-again.ts';

export const callbacksConsumers = consumers(({ table, env }) => {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  const responses = createResponseReader(table);
  const staff = createStaffReader(table);
  const teams = createTeamReader(table);
  const assign = createAssign(table);
  const settings = createCallSettingsReader(table);
  const { CALLBACK_MAIL_DETAILS: details } = env;
  return [
    on(callbacksScoring, async ({ type, data, at }, origin) => {
      const context = { callbacks, customers, responses, origin };
      const isLate = type === 'callback.corrected';
      const given = isLate ? await scoresSince(data.callbackId, context) : [{ ...data, at }];
      for (const score of given) {
        const { result } = await commitWithRetry(table, () => scoreAgain(score, context, { isLate }));
        if (result !== undefined) logger.info('scored again after a call', { callbackId: result });
      }
    }),

    on(callbacksFollowing, async (event, origin) => {
      const { customerId } = event.data;
      // A hand-over moves callbacks by itself, if it is to.
      if (event.type === 'customer.changed' && event.data.handoverId !== undefined) return;
      const previousOwner = event.type === 'customer.changed' ? event.data.previousOwner : undefined;
      const context = { callbacks, customers, staff, origin };
      for await (const callbackId of callbacks.openOf(customerId)) {
        const { result } = await commitWithRetry(table, () =>
          followCustomer({ callbackId, previousOwner }, context),
        );
        logger.info('callback followed its customer', { callbackId, result });
      }
    }),

    on(callbacksRefusing, async ({ data: { customerId, purpose, channel } }, origin) => {
      if (purpose !== aboutCalls.purpose || channel !== aboutCalls.channel) return;
      for await (const callbackId of callbacks.openOf(customerId)) {
        const { result } = await commitWithRetry(table, () =>
          withdrawRefused(callbackId, { callbacks, origin }),
        );
        logger.info('callback to a customer who wants no calls', { callbackId, result });
      }
    }),

    onMessage('callbacks-due', Firing, async (firing, origin) => {
      const context = { callbacks, customers, staff, settings, assign, origin };
      const { result } = await commitWithRetry(table, () => fallDue(firing, context));
      logger.info('schedule fired', { callbackId: firing.callbackId, result });
    }),

    on(callbacksCatchingUp, async ({ data: { id: callbackId } }, origin) => {
      const context = { callbacks, customers, staff, settings, assign, origin };
      const { result } = await commitWithRetry(table, () => catchUp(callbackId, context));
      logger.info('callback was overdue', { callbackId, result });
    }),

    on(callbacksNotifying, async ({ type, data, actor }, origin) => {
      const context = { callbacks, customers, staff, settings, teams, details, origin };
      const tellOf = { 'callback.reminded': remindOwner, 'callback.escalated': notifyAnswerable };
      const tell = tellOf[type as keyof typeof tellOf] ?? notifyOwner;
      const { result, outcome } = await commitWithRetry(table, () => tell(data, context));
      logger.info('callback told', { callbackId: data.callbackId, type, result, outcome });
      const holder = type === 'callback.released' ? data.holder : undefined;
      if (holder === undefined || holder === actor.id) return;
      const told = await commitWithRetry(table, () => notifyHolder({ ...data, holder }, context));
      logger.info('whoever had claimed a callback told', {
        callbackId: data.callbackId,
        result: told.result,
      });
    }),

    on(callbacksQueueing, async ({ data: { callbackId, team } }, origin) => {
      if (team === undefined) return;
      const context = { callbacks, customers, staff, settings, details, origin };
      for (const lead of await teams.findLeads(team)) {
        const { result, outcome } = await commitWithRetry(table, () =>
          notifyLead({ callbackId, team, lead }, context),
        );
        logger.info('lead told of a queued callback', { callbackId, lead, result, outcome });
      }
    }),

    onJob('callbacks-queue-sweep', async (origin) => {
      for await (const callbackId of callbacks.queued()) {
        const { result } = await commitWithRetry(table, () =>
          assignQueued(callbackId, { callbacks, customers, assign, origin }),
        );
        if (result !== 'unchanged') logger.info('queued callback given out', { callbackId });
      }
    }),

    on(callbacksHandingOver, async ({ data, actor }, origin) => {
      const context = { callbacks, customers, staff, settings, details, origin };
      const { result, outcome } = await commitWithRetry(table, () =>
        notifyNewOwner({ ...data, by: actor.id }, context),
      );
      logger.info('new owner of a callback told', { callbackId: data.callbackId, result, outcome });
    }),
  ];
}, callbacksEventsEnvironment);
