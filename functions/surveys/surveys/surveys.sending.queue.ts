/** Mails one invitation for each message. */
import { createEmailChannel } from '../../../shared/messaging/email.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { createSesClient } from '../../../shared/runtime/clients/ses.ts';
import { queueHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { sendInvitation } from './operations/send-invitation.ts';
import { surveysSendingEnvironment } from './surveys.environment.ts';
import { createInvitationsStore } from './surveys.invitations.store.ts';
import { createLinkSecrets } from './surveys.links.ts';
import { SendingMessage } from './surveys.messages.ts';
import { createSurveysStore } from './surveys.store.ts';

const settings = surveysSendingEnvironment.read();

const table = openTable(settings.TABLE_NAME);
const { findSurvey, findCampaign } = createSurveysStore(table);
const context = {
  // The mails of a batch are mostly of one campaign: reads of the same thing at the same time are one read.
  surveys: { findSurvey: sharedWhilePending(findSurvey), findCampaign: sharedWhilePending(findCampaign) },
  invitations: createInvitationsStore(table),
  customers: createCustomerReader(table),
  links: createLinkSecrets(createSecretsClient(), settings.LINK_SECRET_ARN),
  email: createEmailChannel({
    client: createSesClient(),
    from: settings.MAIL_FROM,
    configurationSet: settings.MAIL_CONFIGURATION_SET,
  }),
  publicUrl: settings.PUBLIC_URL.replace(/\/+$/, ''),
  now,
};

function sharedWhilePending<Found>(find: (id: string) => Promise<Found>): (id: string) => Promise<Found> {
  const pending = new Map<string, Promise<Found>>();
  return (id) => {
    const found = pending.get(id) ?? find(id).finally(() => pending.delete(id));
    pending.set(id, found);
    return found;
  };
}

export const handler = queueHandler(async (record) => {
  const { id } = SendingMessage.parse(JSON.parse(record.body));
  await sendInvitation(id, context);
});
