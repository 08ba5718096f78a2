/**
 * The whole design of the one table: what each domain's `*.items.ts` declares, its items and its named access
 * patterns. `docs/access-patterns.md` is made from it: `node test/support/access-patterns.ts --write`.
 */
import { changeItem } from '../shared/events/change-event.ts';
import { idempotencyItem } from '../shared/runtime/idempotency.ts';
import * as callbacks from './callbacks/callbacks/callbacks.items.ts';
import * as consents from './contact/consents/consents.items.ts';
import * as messaging from './contact/messaging/messaging.items.ts';
import * as customers from './customers/customers/customers.items.ts';
import * as staff from './people/staff/staff.items.ts';
import * as platform from './platform/platform.items.ts';
import * as campaigns from './surveys/campaigns/campaigns.items.ts';
import * as invitations from './surveys/invitations/invitations.items.ts';
import * as responses from './surveys/responses/responses.items.ts';
import * as surveys from './surveys/surveys/surveys.items.ts';

export const accessPatterns = {
  callbacks,
  campaigns,
  consents,
  customers,
  invitations,
  messaging,
  platform,
  responses,
  staff,
  surveys,
  /** Items that the runtime writes for every domain. */
  shared: { changeItem, idempotencyItem },
};
