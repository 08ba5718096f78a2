/** Plans an invitation for each customer that a run hands over. */
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { queueFunction } from '../../../shared/runtime/queue.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { AudiencePage } from '../campaigns/campaigns.messages.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { invitationsPlanningEnvironment } from './invitations.environment.ts';
import { createInvitationsStore } from './invitations.store.ts';
import { planInvitations } from './operations/plan-invitations.ts';

export const handler = queueFunction({
  name: 'invitations-planning',
  message: AudiencePage,
  environment: invitationsPlanningEnvironment,
  build: ({ table, env }) => ({
    invitations: createInvitationsStore(table),
    surveys: createSurveyReader(table),
    customers: createCustomerReader(table),
    links: createLinkSecrets(createSecretsClient(), env.LINK_SECRET_ARN),
  }),
  handle: (page, services, origin) => planInvitations(page, { ...services, origin }),
});
