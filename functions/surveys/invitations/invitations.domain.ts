/** What the invitations domain is: what it keeps, and what of it waits. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { reminderOverdue } from './invitations.events.ts';
import {
  invitationItem,
  invitationRunItem,
  reminderItem,
  testCountItem,
  testInvitationItem,
} from './invitations.items.ts';
import { invitationId } from './invitations.schema.ts';

/** Reminds who has not answered; by the function that knows the secret of the links. */
export const invitationsReminding = subscription('invitations-reminding', [reminderOverdue], {
  queue: 'invitations-planning',
});

export const invitationsDomain = domain('invitations', {
  area: 'surveys',
  ids: [invitationId],
  items: [invitationItem, invitationRunItem, reminderItem, testInvitationItem, testCountItem],
  subscriptions: [invitationsReminding],
  due: [reminderOverdue],
});
