/** What the page of one customer says. */
import type { Language } from '../../../shared/values/language.ts';
import { timelineTexts } from '../timeline-desk/index.ts';

const en = {
  ...timelineTexts.en,
  nothingToSave: 'Nothing was changed.',
  created: 'The customer is created.',
  merged: 'The two records are one customer now.',
  lost: (values: string) => `These belong to somebody else by now and did not come back: ${values}.`,
  facts: 'What is known',
  consents: 'Consents',
  granted: 'agreed',
  withdrawn: 'wants none',
  openWork: 'Open work',
  workHeads: ['What', 'Due', 'Who'] as readonly string[],
  callback: 'Call',
  relationHeads: ['Name', 'What they are', 'As'] as readonly string[],
  noRelations: 'Related to nobody.',
  allRelations: 'All relations',
  changeRelations: 'Relations: see all, add, change',
  lists: 'Lists',
  mergesTitle: 'Merged records',
  mergeHeads: ['Record', 'Merged', 'Action'] as readonly string[],
  undone: 'The records are two customers again.',
  duplicate: (name: string) => `May be the same customer as ${name}`,
  retired: 'not used any more',
  undo: 'Take apart again',
  undoOf: (name: string) => `Take ${name} apart again`,
  score: (percent: number) => `${percent} % complete`,
  toCorrect: (count: number) =>
    count === 1 ? 'Something is to be corrected' : `${count} things are to be corrected`,
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    ...timelineTexts['zh-CN'],
    nothingToSave: '没有改动。',
    created: '客户已创建。',
    merged: '两条记录已合并为一位客户。',
    lost: (values) => `以下内容现已属于他人，未能恢复：${values}。`,
    facts: '资料',
    consents: '同意记录',
    granted: '同意',
    withdrawn: '不接收',
    openWork: '待办',
    workHeads: ['事项', '时间', '负责人'],
    callback: '回访',
    relationHeads: ['姓名', '关系', '说明'],
    noRelations: '没有任何关系。',
    allRelations: '全部关系',
    changeRelations: '关系：查看全部、新增、修改',
    lists: '所在名单',
    mergesTitle: '已合并的记录',
    mergeHeads: ['记录', '合并时间', '操作'],
    undone: '两条记录已恢复为两位客户。',
    duplicate: (name) => `可能与${name}是同一位客户`,
    retired: '已停用',
    undo: '撤销合并',
    undoOf: (name) => `撤销与${name}的合并`,
    score: (percent) => `完整度 ${percent}%`,
    toCorrect: (count) => `有 ${count} 处待更正`,
  },
};
