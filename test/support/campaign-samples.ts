/** A survey, a campaign and an invitation to begin with. */

import { createOrderReader } from '../../functions/commerce/orders/index.ts';
import { createAskedReader } from '../../functions/contact/budgets/index.ts';
import { customerId } from '../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../functions/customers/customers/index.ts';
import { createFieldReader } from '../../functions/customers/fields/index.ts';
import { createListReader } from '../../functions/customers/lists/index.ts';
import type { CampaignRecord } from '../../functions/surveys/campaigns/campaigns.items.ts';
import { campaignId, runId } from '../../functions/surveys/campaigns/campaigns.schema.ts';
import { type Invitation, invitationId } from '../../functions/surveys/invitations/invitations.schema.ts';
import { createSurveyReader } from '../../functions/surveys/surveys/index.ts';
import { type Survey, surveyId } from '../../functions/surveys/surveys/surveys.schema.ts';
import type { EventContext } from '../../shared/events/event.ts';
import { hashOfToken, type LinkSecrets, tokenFrom } from '../../shared/messaging/links.ts';
import type { Brand } from '../../shared/pages/brand.ts';
import type { Table } from '../../shared/table/table.ts';
import { newId } from '../../shared/values/ids.ts';

export const at = '2026-11-23T01:00:00.000Z';

export function aSurvey(fields: Partial<Survey> = {}): Survey {
  return {
    id: newId(surveyId),
    version: 1,
    status: 'open',
    name: 'After purchase',
    languages: ['zh-CN', 'en'],
    defaultLanguage: 'zh-CN',
    title: { 'zh-CN': '您的购买体验', en: 'Your purchase' },
    questions: [
      {
        kind: 'nps',
        id: 'recommend',
        required: true,
        text: { 'zh-CN': '您会推荐我们吗？', en: 'Would you recommend us?' },
      },
      {
        kind: 'csat',
        id: 'service',
        required: false,
        text: { 'zh-CN': '您满意吗？', en: 'Are you satisfied?' },
      },
      { kind: 'text', id: 'why', required: false, text: { 'zh-CN': '为什么？', en: 'Why?' } },
    ],
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
}

export function aCampaign(fields: Partial<CampaignRecord> = {}): CampaignRecord {
  return {
    id: newId(campaignId),
    version: 1,
    surveyId: newId(surveyId),
    name: 'Every Monday',
    schedule: { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' },
    audience: { kind: 'all' },
    channel: 'email',
    expiresAfterDays: 30,
    status: 'active',
    schedulingState: 'scheduled',
    scheduleVersion: 1,
    scheduledSince: at,
    activeSince: at,
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
}

/** Two versions of a link secret, of which the first one is current. */
export const secretVersions = {
  first: '0f5c6d1e-8a43-4f6e-9a1c-2f7f2c0c9a11',
  second: '0f5c6d1e-8a43-4f6e-9a1c-2f7f2c0c9a12',
};

export const links: LinkSecrets = {
  currentVersion: async () => secretVersions.first,
  tokenOf: async (version, subject) => tokenFrom(`a secret of version ${version}`, subject),
};

export function anInvitation(fields: Partial<Invitation> = {}): Invitation & { token: string } {
  const id = fields.id ?? newId(invitationId);
  const token = tokenFrom('a secret for tests, long enough to be one', id);
  return {
    id,
    version: 1,
    hash: hashOfToken(token),
    runId: newId(runId),
    campaignId: newId(campaignId),
    surveyId: newId(surveyId),
    customerId: newId(customerId),
    channel: 'email',
    language: 'zh-CN',
    plannedAt: at,
    expiresAt: '2026-12-23T01:00:00.000Z',
    ...fields,
    token,
  };
}

/** Who customers hear from. */
export const brand: Brand = {
  organisation: 'Northwind',
  colour: '#7a1f4d',
  contact: 'care@northwind.example',
};

/** What campaigns read of other domains. */
export function readersOf(table: Table) {
  return {
    surveys: createSurveyReader(table),
    customers: createCustomerReader(table),
    lists: createListReader(table),
    fields: createFieldReader(table),
    asked: createAskedReader(table),
    orders: createOrderReader(table),
    principal: { kind: 'person' as const, roles: ['manager' as const] },
  };
}

/** The context of something that happens at this instant. */
/** Who reads campaigns in English. */
export const reader = { language: 'en' as const, askAgainAfterDays: 6 };

export const origin = (instant = at): EventContext => ({
  actor: { kind: 'customer', id: '' },
  correlationId: 'JKJaXmPLvHcESHA=',
  hops: 0,
  at: instant,
});
