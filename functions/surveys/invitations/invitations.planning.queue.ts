/** Plans an invitation for each customer that a run hands over, and reminds who has not answered. */
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createMessageReader } from '../../contact/messaging/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { AudiencePage } from '../campaigns/campaigns.messages.ts';
import { createCampaignReader } from '../campaigns/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { invitationsReminding } from './invitations.domain.ts';
import { invitationsPlanningEnvironment } from './invitations.environment.ts';
import { createInvitationsStore } from './invitations.store.ts';
import { planInvitations } from './operations/plan-invitations.ts';
import { remind } from './operations/remind.ts';

const planning = consumers(({ table, env }) => {
  const services = {
    invitations: createInvitationsStore(table),
    surveys: createSurveyReader(table),
    customers: createCustomerReader(table),
    campaigns: createCampaignReader(table),
    messages: createMessageReader(table),
    links: createLinkSecrets(createSecretsClient(), env.LINK_SECRET_ARN),
  };
  return [
    on(invitationsReminding, ({ data }, origin) => remind(data.id, { ...services, origin })),

    onMessage('invitations-planning', AudiencePage, (page, origin) =>
      planInvitations(page, { ...services, origin }),
    ),
  ];
}, invitationsPlanningEnvironment);

export const handler = eventsFunction({ planning });
