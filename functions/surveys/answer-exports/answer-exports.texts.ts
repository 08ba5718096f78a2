/** What stands in exports of answers for people, beside questions and answers. */
import type { Language } from '../../../shared/values/language.ts';

const english = {
  heads: {
    ...{ id: 'Answer', answeredAt: 'Answered at', campaignId: 'Campaign', runId: 'Run' },
    ...{ collectorId: 'Link for anybody', place: 'Place', owner: 'Owner', team: 'Team' },
    ...{ channel: 'Channel', tags: 'Tags', language: 'Language', score: 'Score' },
  },
  channels: { email: 'mail', sms: 'text', link: 'link', qr: 'code', call: 'call' },
  languages: { en: 'English', 'zh-CN': 'Chinese' },
  agreed: 'yes',
};

/** The columns before those of the questions, in their order. */
export type FixedColumn = keyof typeof english.heads;
export const fixedColumns = Object.keys(english.heads) as readonly FixedColumn[];

export const texts: Readonly<Record<Language, typeof english>> = {
  en: english,
  'zh-CN': {
    heads: {
      ...{ id: '回答编号', answeredAt: '回答时间', campaignId: '调查计划', runId: '轮次' },
      ...{ collectorId: '公开链接', place: '地点', owner: '负责人', team: '团队' },
      ...{ channel: '渠道', tags: '标签', language: '语言', score: '分数' },
    },
    channels: { email: '邮件', sms: '短信', link: '链接', qr: '二维码', call: '电话' },
    languages: { en: '英语', 'zh-CN': '中文' },
    agreed: '是',
  },
};
