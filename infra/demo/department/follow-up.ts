/** What the department does beside asking every week: it follows bad answers up, calls key customers, and asks in its shop. */
import type { DemoClient } from '../demo-client.ts';
import { afterCallCampaign } from './questionnaires.ts';

/** Worn by the customers who matter most. */
const keyCustomer = '重点客户';

export interface Asking {
  readonly purchase: string;
  readonly service: string;
  readonly afterCall: string;
}

/** @param surveys ids of the surveys */
export async function arrangeFollowUp(manager: DemoClient, surveys: Asking): Promise<void> {
  await followBadAnswersUp(manager, surveys);
  await manager.campaigns.createCampaign(
    { body: { ...afterCallCampaign, surveyId: surveys.afterCall } },
    { idempotencyKey: `demo-campaign-${surveys.afterCall}` },
  );
  await manager.plans.createPlan(
    {
      body: {
        name: 'Key customers, every two months',
        everyDays: 60,
        audience: { kind: 'filter', filter: { field: 'tags', op: 'contains', value: keyCustomer } },
        why: 'Ask how things are going',
        surveyId: surveys.service,
        perDay: 3,
      },
    },
    { idempotencyKey: `demo-plan-${surveys.service}` },
  );
  await manager.collectors.createCollector(
    {
      params: { surveyId: surveys.service },
      body: { name: 'Poster at the till', channel: 'qr', place: 'Shop in Hangzhou', language: 'zh-CN' },
    },
    { idempotencyKey: `demo-poster-${surveys.service}` },
  );
}

/** Key customers at once, the others within half a day; whether it has helped is asked after the call. */
async function followBadAnswersUp(
  manager: DemoClient,
  { purchase, service, afterCall }: Asking,
): Promise<void> {
  const when = { surveys: [purchase, service], score: { band: 'low' as const } };
  const rules = [
    {
      name: 'Key customers, at once',
      when: { ...when, tags: [keyCustomer] },
      do: { withinHours: 1, askAgain: afterCall, note: 'Offer to come by' },
    },
    { name: 'Bad scores', when, do: { withinHours: 4, askAgain: afterCall } },
  ];
  await manager.closedLoop.putLoopRules({ body: { rules } }, { ifMatch: '*' });
}
