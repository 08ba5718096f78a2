/** The surveys of the demo department and the campaigns that send them. */
import type { campaignsContract } from '../../../functions/surveys/campaigns/campaigns.contract.ts';
import type { surveysContract } from '../../../functions/surveys/surveys/surveys.contract.ts';
import type { InputOf } from '../../../shared/contract/route.ts';

type Routes = (typeof surveysContract)['routes'] & (typeof campaignsContract)['routes'];
export type NewSurvey = InputOf<Routes['createSurvey']>['body'];
type NewCampaign = InputOf<Routes['createCampaign']>['body'];

const inBothLanguages = {
  languages: ['zh-CN', 'en'],
  defaultLanguage: 'zh-CN',
  status: 'open',
} satisfies Partial<NewSurvey>;

export const purchaseSurvey: NewSurvey = {
  ...inBothLanguages,
  name: 'NPS after purchase',
  title: { 'zh-CN': '购买体验回访', en: 'How was your purchase?' },
  intro: {
    'zh-CN': '感谢您的惠顾。请用一分钟告诉我们您的感受。',
    en: 'Thank you for your order. Please take a minute to tell us how it went.',
  },
  thanks: {
    'zh-CN': '感谢您的反馈！如有不满意之处，我们会尽快与您联系。',
    en: 'Thank you! If something went wrong, we will call you soon.',
  },
  questions: [
    {
      kind: 'nps',
      id: 'recommend',
      required: true,
      text: {
        'zh-CN': '您有多大可能向朋友或同事推荐我们？',
        en: 'How likely is it that you would recommend us to a friend or colleague?',
      },
    },
    {
      kind: 'text',
      id: 'why',
      required: false,
      text: { 'zh-CN': '您打这个分数的主要原因是什么？', en: 'What is the main reason for your score?' },
    },
  ],
};

export const serviceSurvey: NewSurvey = {
  ...inBothLanguages,
  name: 'Service satisfaction',
  title: { 'zh-CN': '客户服务满意度调查', en: 'How is our service?' },
  questions: [
    {
      kind: 'nps',
      id: 'recommend',
      required: true,
      text: {
        'zh-CN': '根据我们的服务，您有多大可能推荐我们？',
        en: 'Judging by our service, how likely is it that you would recommend us?',
      },
    },
    {
      kind: 'csat',
      id: 'satisfaction',
      required: true,
      text: { 'zh-CN': '您对我们的服务满意吗？', en: 'How satisfied are you with our service?' },
    },
    {
      kind: 'rating',
      id: 'speed',
      required: false,
      text: { 'zh-CN': '我们的响应速度如何？', en: 'How quick are we to respond?' },
    },
    {
      kind: 'text',
      id: 'wish',
      required: false,
      text: { 'zh-CN': '我们还可以改进什么？', en: 'What could we do better?' },
    },
  ],
};

/** Asked a week after somebody was called about a bad score, for nobody is asked sooner again: it tells whether the call has helped. */
export const afterCallSurvey: NewSurvey = {
  ...inBothLanguages,
  name: 'After the call',
  title: { 'zh-CN': '回访之后', en: 'After our call' },
  questions: [
    {
      kind: 'nps',
      id: 'recommend',
      required: true,
      text: {
        'zh-CN': '通话之后，您有多大可能向朋友或同事推荐我们？',
        en: 'After our call, how likely is it that you would recommend us to a friend or colleague?',
      },
    },
    {
      kind: 'csat',
      id: 'solved',
      required: true,
      text: { 'zh-CN': '您对我们的处理满意吗？', en: 'How satisfied are you with what we did about it?' },
    },
    {
      kind: 'text',
      id: 'open',
      required: false,
      text: { 'zh-CN': '还有什么没有解决？', en: 'What is still open?' },
    },
  ],
};

export const weeklyCampaign = {
  name: 'Every Monday morning',
  schedule: { cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' },
  audience: { kind: 'all' },
  expiresAfterDays: 30,
  remindAfterDays: 5,
} satisfies Omit<NewCampaign, 'surveyId'>;

export const afterCallCampaign = {
  name: 'A week after a call',
  trigger: {
    ...{ on: 'callback.completed', when: { reached: 'true', reason: 'low-score' } },
    ...{ afterDays: 7, oncePerDays: 14 },
  },
  audience: { kind: 'all' },
  expiresAfterDays: 14,
} satisfies Omit<NewCampaign, 'surveyId'>;
