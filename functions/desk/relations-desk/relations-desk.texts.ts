/** What the page of a customer's relations says. */
import type { Language } from '../../../shared/values/language.ts';
import { timelineTexts } from '../timeline-desk/index.ts';

type Named = Readonly<Record<string, string>>;

const en = {
  ...timelineTexts.en,
  title: (name: string) => `Relations of ${name}`,
  heads: ['Name', 'What they are', 'As', 'First contact', 'Action'] as readonly string[],
  none: 'Related to nobody.',
  noneOfKind: 'Nobody of this kind.',
  onlyKind: 'Only',
  show: 'Show',
  add: 'Relate to somebody',
  find: 'Who is it?',
  findHint: 'Name, phone number or e-mail address of a customer who is kept already.',
  search: 'Search',
  foundHeads: ['Name', 'Company', 'Looked after by', 'Action'] as readonly string[],
  noneFound: 'Nobody was found.',
  choose: 'Choose',
  chooseOf: (name: string) => `Choose ${name}`,
  toRelate: (own: string, other: string) => `${other} and ${own}`,
  kind: (other: string, own: string) => `What is ${other} to ${own}?`,
  role: 'As what',
  roleHint: 'In words, such as: head of purchasing.',
  primary: 'Of a company: the first one to talk to',
  relate: 'Save',
  change: 'Change',
  changeOf: (name: string) => `Change the relation to ${name}`,
  take: 'Take away',
  takeOf: (name: string) => `Take away the relation to ${name}`,
  other: 'Choose somebody else',
  notes: { saved: 'The relation is saved.', removed: 'The relation is taken away.' } as Named,
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    ...timelineTexts['zh-CN'],
    title: (name) => `${name}的关系`,
    heads: ['姓名', '关系', '身份', '首要联系人', '操作'],
    none: '没有任何关系。',
    noneOfKind: '没有此类关系。',
    onlyKind: '只看',
    show: '查看',
    add: '新增关系',
    find: '与谁有关系？',
    findHint: '填写已有客户的姓名、电话或邮箱。',
    search: '搜索',
    foundHeads: ['姓名', '公司', '负责人', '操作'],
    noneFound: '没有找到。',
    choose: '选择',
    chooseOf: (name) => `选择${name}`,
    toRelate: (own, other) => `${other}与${own}`,
    kind: (other, own) => `${other}是${own}的什么人？`,
    role: '身份',
    roleHint: '用文字说明，例如：采购总监。',
    primary: '公司的首要联系人',
    relate: '保存',
    change: '修改',
    changeOf: (name) => `修改与${name}的关系`,
    take: '删除',
    takeOf: (name) => `删除与${name}的关系`,
    other: '改选他人',
    notes: { saved: '关系已保存。', removed: '关系已删除。' },
  },
};
