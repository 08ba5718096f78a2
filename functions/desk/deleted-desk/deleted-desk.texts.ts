/** What the pages of deleted customers say. */
import type { Language } from '../../../shared/values/language.ts';
import { customerTexts } from '../customer-form-desk/index.ts';
import { timelineTexts } from '../timeline-desk/index.ts';

const en = {
  ...customerTexts.en,
  byMachine: 'another system',
  byCustomer: 'the customer',
  byItself: 'automatically',
  somebody: timelineTexts.en.somebody,
  more: timelineTexts.en.more,
  deletedTitle: 'Deleted customers',
  deletedIn: (month: string) => `Deleted in ${month}`,
  deletedHint:
    'For 30 days a deleted customer can be brought back. Whoever is back already is shown as usual.',
  deletedHeads: ['Customer', 'Deleted', 'By', 'Note'] as readonly string[],
  noneDeleted: 'Nobody was deleted in this month.',
  noneDeletedHere: 'Nobody on this page. There may be more.',
  deleteOf: (name: string) => `Delete ${name}`,
  whatGoes:
    'The customer is out of sight at once, with all records that were merged into theirs; open calls are withdrawn, and relations and places in lists end. A manager can bring the customer back for 30 days. Erasing for good is another thing.',
  isDeleted: 'This customer was deleted',
  wasDeleted: 'The customer is deleted. You can bring them back here for 30 days.',
  wasDeletedByAgent: 'The customer is deleted. A manager can bring them back for 30 days.',
  number: 'Number',
  lastName: 'Last name in the audit trail',
  deletedAt: 'Deleted',
  deletedBy: 'Deleted by',
  keptUntil: 'Can be brought back until',
  erased: 'erased',
  erasedLong: 'This customer was erased. Nothing is kept of them that could be brought back.',
  tooLate: 'not kept any more',
  tooLateLong: 'This customer is not kept any more, and cannot be brought back.',
  bringBack: 'Bring back',
  whatComesBack:
    'Timeline, consents, addresses and merged records come back. Relations, places in lists and open calls are made anew.',
  existing: 'It belongs to',
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    ...customerTexts['zh-CN'],
    byMachine: timelineTexts['zh-CN'].byMachine,
    byCustomer: timelineTexts['zh-CN'].byCustomer,
    byItself: timelineTexts['zh-CN'].itself,
    somebody: timelineTexts['zh-CN'].somebody,
    more: timelineTexts['zh-CN'].more,
    deletedTitle: '已删除的客户',
    deletedIn: (month) => `${month}删除的客户`,
    deletedHint: '已删除的客户可在 30 天内恢复。已恢复的客户会照常显示。',
    deletedHeads: ['客户', '删除时间', '操作人', '说明'],
    noneDeleted: '这个月没有删除过客户。',
    noneDeletedHere: '本页没有客户，后面可能还有。',
    deleteOf: (name) => `删除${name}`,
    whatGoes:
      '客户及已并入的所有记录将立即不再显示；未完成的回访会撤回，关系和所在名单会结束。经理可在 30 天内恢复该客户。彻底清除个人数据是另一项操作。',
    isDeleted: '该客户已被删除',
    wasDeleted: '客户已删除。您可在 30 天内在此恢复。',
    wasDeletedByAgent: '客户已删除。经理可在 30 天内恢复。',
    number: '编号',
    lastName: '审计记录中最后的姓名',
    deletedAt: '删除时间',
    deletedBy: '删除人',
    keptUntil: '可恢复至',
    erased: '已清除',
    erasedLong: '该客户的个人数据已清除，没有可以恢复的内容。',
    tooLate: '已不再保留',
    tooLateLong: '该客户已不再保留，无法恢复。',
    bringBack: '恢复客户',
    whatComesBack: '时间线、同意记录、联系方式和已合并的记录会恢复；关系、所在名单和未完成的回访需重新建立。',
    existing: '现属于',
  },
};
