/** What callers are told of corrections, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const correctionsSentences: Sentences = {
  correction: '更正',
  list: '名单',
  'There are no such fields.': '没有这样的字段。',
  'There is no such field for you. GET /customer-fields lists those that are defined.':
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。',
  'must say what is to change: set, addTags, removeTags or suggestions':
    '必须说明要更改什么：set、addTags、removeTags 或 suggestions',
  'stands alone: correct anything else by another correction': '只能单独使用：其他内容请用另一次更正',
  'names a tag that is also to be added': '包含同时要添加的标签',
  'must say whom it is about by one of customerIds, findings, filter and listId':
    '必须用 customerIds、findings、filter、listId 之一说明涉及哪些客户',
  'It is still looked up what would change. Wait until it is ready, or cancel it.':
    '仍在查找会更改什么。请等待就绪，或取消。',
  'It was not started yet.': '尚未开始。',
  'It is being made. Wait until it is done, or cancel it.': '正在执行。请等待完成，或取消。',
  'It was made already.': '已执行过。',
  'It is being undone.': '正在撤销。',
  'It was undone already.': '已撤销。',
  'It is being cancelled.': '正在取消。',
  'It was cancelled.': '已取消。',
  'It cannot go on, see `stopped`.': '无法继续，见 `stopped`。',
  'What it would change is not kept any more.': '要更改的内容已不再保留。',
};
