/** The mail that reminds of an improvement whose day is over. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import type { Language } from '../../../shared/values/language.ts';
import { improvementId } from './improvements.schema.ts';

/** Names the renderer. */
export const template = 'improvement-overdue';

const Overdue = z.strictObject({
  id: improvementId.schema,
  finding: z.string(),
  action: z.string(),
  dueOn: z.string(),
});

interface Words {
  readonly subject: (dueOn: string) => string;
  readonly heading: string;
  readonly found: (finding: string) => string;
  readonly action: (action: string) => string;
  readonly see: string;
  readonly footer: string;
}

const words: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    subject: (dueOn) => `改进措施已逾期：应于 ${dueOn} 前完成`,
    heading: '有一项改进措施已逾期',
    found: (finding) => `发现：${finding}`,
    action: (action) => `措施：${action}`,
    see: '在工作台查看',
    footer: '在工作台可标记为已完成、另定日期或放弃，负责人即可操作；在此之前每七天提醒一次。',
  },
  en: {
    subject: (dueOn) => `An improvement is overdue: it was to be done by ${dueOn}`,
    heading: 'An improvement is overdue',
    found: (finding) => `Found: ${finding}`,
    action: (action) => `What is to be done: ${action}`,
    see: 'See it at the desk',
    footer:
      'Whoever sees to it says there that it is done, gives it another day or drops it; until then a reminder comes every seven days.',
  },
};

export const improvementRenderer = renderer({
  template,
  content: z.undefined(),
  data: Overdue,
  render: ({ data: { id, finding, action, dueOn }, recipient: { language }, site, brand, notice }) => {
    const say = words[language];
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: say.heading,
      paragraphs: [say.found(finding), say.action(action)],
      action: { label: say.see, url: `${site}/desk/improvements/${id}` },
      footer: [say.footer],
    });
    return { ...body, subject: say.subject(dueOn) };
  },
});
