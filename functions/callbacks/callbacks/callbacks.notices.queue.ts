/** Tells the owner of a callback by mail that it is due. */
import { createEmailChannel } from '../../../shared/messaging/email.ts';
import { createSesClient } from '../../../shared/runtime/clients/ses.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { subscriptions } from '../../subscriptions.ts';
import { callbacksNoticesEnvironment } from './callbacks.environment.ts';
import { createNoticesStore } from './callbacks.notices.store.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { tellOwner } from './operations/tell-owner.ts';

const settings = callbacksNoticesEnvironment.read();
const table = openTable(settings.TABLE_NAME);
const context = {
  callbacks: createCallbacksStore(table),
  notices: createNoticesStore(table),
  staff: createStaffReader(table),
  channel: createEmailChannel({
    client: createSesClient(),
    from: settings.MAIL_FROM,
    configurationSet: settings.MAIL_CONFIGURATION_SET,
  }),
};

export const handler = eventHandler(subscriptions.callbacksNotices, async ({ data }, { at }) => {
  const { callbackId, scheduleVersion } = data;
  const result = await tellOwner({ callbackId, scheduleVersion }, { ...context, at });
  logger.info('owner told', { callbackId, result });
});
