/** Takes what the mail service tells of our mails. */
import { queueHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { settleDelivery } from './operations/settle-delivery.ts';
import { surveysDeliveriesEnvironment } from './surveys.environment.ts';
import { createInvitationsStore } from './surveys.invitations.store.ts';
import { MailEvent } from './surveys.messages.ts';

const invitations = createInvitationsStore(openTable(surveysDeliveriesEnvironment.read().TABLE_NAME));

export const handler = queueHandler((record) =>
  settleDelivery(MailEvent.parse(JSON.parse(record.body)), { invitations, now }),
);
