/** What the mails about hand-overs, and about teams that were left without a lead, say. */
import type { Language } from '../../../shared/values/language.ts';
import type { Kind } from './handovers.schema.ts';

export const occasions = ['received', 'returned', 'taken-back', 'left-to-department', 'called-off'] as const;

/**
 * Why somebody is told: they have got it, it has come back to them, it was taken back from them; it is left to the
 * department, or that is called off.
 */
export type Occasion = (typeof occasions)[number];

interface Words {
  readonly subject: Readonly<Record<Occasion, (from: string) => string>>;
  readonly counts: Readonly<Record<Kind, (count: number) => string>>;
  readonly reason: (reason: string) => string;
  readonly left: Readonly<Record<Occasion, (count: number) => string>>;
  readonly see: string;
  readonly footer: string;
}

export const words: Readonly<Record<Language, Words>> = {
  'zh-CN': {
    subject: {
      received: (from) => `${from} 的工作已移交给您`,
      returned: (from) => `${from} 移交的工作已退回给您`,
      'left-to-department': (from) => `${from} 的工作已重新分配`,
      'taken-back': (from) => `${from} 移交给您的工作已撤回`,
      'called-off': (from) => `已撤回对 ${from} 工作的重新分配`,
    },
    counts: {
      customers: (count) => `客户：${count} 位`,
      callbacks: (count) => `待完成的回访：${count} 个`,
      teams: (count) => `团队：${count} 个`,
      standIns: (count) => `代理的缺勤：${count} 次`,
      territories: () => '负责区域',
      improvements: (count) => `负责的改进措施：${count} 项`,
    },
    reason: (reason) => `原因：${reason}`,
    left: {
      received: (count) => `另有 ${count} 项未能移交。`,
      returned: (count) => `另有 ${count} 项未能退回。`,
      'left-to-department': (count) => `另有 ${count} 项未能移交。`,
      'taken-back': (count) => `另有 ${count} 项未撤回，仍保持现状。`,
      'called-off': (count) => `另有 ${count} 项未撤回，仍保持现状。`,
    },
    see: '在工作台查看此次移交',
    footer: '每次移交只发送一封邮件，不会逐项通知。',
  },
  en: {
    subject: {
      received: (from) => `What ${from} held was handed over to you`,
      returned: (from) => `What ${from} had handed over has come back to you`,
      'left-to-department': (from) => `What ${from} held was given out anew`,
      'taken-back': (from) => `What ${from} had handed over to you was taken back`,
      'called-off': (from) => `What ${from} held has gone back to them`,
    },
    counts: {
      customers: (count) => `Customers: ${count}`,
      callbacks: (count) => `Open callbacks: ${count}`,
      teams: (count) => `Teams: ${count}`,
      standIns: (count) => `Absences to stand in at: ${count}`,
      territories: () => 'Their territories',
      improvements: (count) => `Improvements to see to: ${count}`,
    },
    reason: (reason) => `Why: ${reason}`,
    left: {
      received: (count) => `Not everything could be moved: ${count} stayed.`,
      returned: (count) => `Not everything could be returned: ${count} stayed.`,
      'left-to-department': (count) => `Not everything could be moved: ${count} stayed.`,
      'taken-back': (count) => `Not everything was taken back: ${count} stayed where they are.`,
      'called-off': (count) => `Not everything was taken back: ${count} stayed where they are.`,
    },
    see: 'See all of it at the desk',
    footer: 'You get one mail for each hand-over, not one for each row.',
  },
};

interface LeaderlessWords {
  readonly subject: (name: string) => string;
  readonly follows: string;
  readonly remedy: string;
  readonly footer: string;
}

export const leaderlessWords: Readonly<Record<Language, LeaderlessWords>> = {
  'zh-CN': {
    subject: (name) => `团队“${name}”已没有在职的负责人`,
    follows: '目前无人能查看该团队成员的客户与回访，其队列中的工作也无人收到通知。',
    remedy: '请指定新的负责人',
    footer: '团队有改动之前，不会再次发送此通知。',
  },
  en: {
    subject: (name) => `The team “${name}” has no lead who works here`,
    follows:
      'Nobody sees the customers and callbacks of its people for them, and nobody is told of what waits in its queue.',
    remedy: 'Name another lead',
    footer: 'This is told once, until the team is changed.',
  },
};
