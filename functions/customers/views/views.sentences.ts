/** What callers are told of views of customers, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const viewsSentences: Sentences = {
  view: '视图',
  'This view asks for what your role is not shown, or for a field that is no more.':
    '此视图使用了您无权查看或已不存在的字段。',
  'This view cannot be saved.': '无法保存此视图。',
  'Only whoever made this view, or a manager, can change it.': '只有创建该视图的人或经理可以修改。',
  'Is no team of yours. GET /teams lists them.': '不是您的团队。GET /teams 可列出团队。',
};
