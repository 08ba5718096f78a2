/** A survey and an invitation to begin with. */
import type { Invitation } from '../../functions/surveys/surveys/surveys.answers.schema.ts';
import type { Survey } from '../../functions/surveys/surveys/surveys.schema.ts';
import { hashOfToken, tokenOf } from '../../functions/surveys/surveys/surveys.tokens.ts';
import { newId } from '../../shared/values/ids.ts';

export const at = '2026-11-23T01:00:00.000Z';

export function aSurvey(fields: Partial<Survey> = {}): Survey {
  return {
    id: newId('survey'),
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

export const secret = 'a secret for tests, long enough to be one';

export function anInvitation(fields: Partial<Invitation> = {}): Invitation & { token: string } {
  const runId = fields.runId ?? newId('run');
  const customerId = fields.customerId ?? newId('customer');
  const token = tokenOf(secret, runId, customerId);
  return {
    id: newId('invitation'),
    version: 1,
    hash: hashOfToken(token),
    runId,
    campaignId: newId('campaign'),
    surveyId: newId('survey'),
    customerId,
    secretVersion: '0f5c6d1e-8a43-4f6e-9a1c-2f7f2c0c9a11',
    plannedAt: at,
    expiresAt: '2026-12-23T01:00:00.000Z',
    mail: 'planned',
    attempt: 0,
    ...fields,
    token,
  };
}
