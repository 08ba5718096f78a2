/** What customers read before they agree, until somebody puts a text of the organisation's own. */
import type { ConsentPurpose, ConsentWords } from './consents.schema.ts';

/** They name no channel: each is agreed to by itself. */
export const builtInWords: Readonly<Record<ConsentPurpose, ConsentWords['text']>> = {
  surveys: {
    'zh-CN': '我们偶尔会询问您的看法，以便改进产品和服务。',
    en: 'Now and then we ask what you think, so that we can do better.',
  },
  marketing: {
    'zh-CN': '我们会告诉您新品、活动和优惠。',
    en: 'We tell you what is new and what is on offer.',
  },
  care: {
    'zh-CN': '我们会向您送上节日和生日问候，以及使用建议。',
    en: 'We send you greetings on holidays and your birthday, and advice on what you have bought.',
  },
};
