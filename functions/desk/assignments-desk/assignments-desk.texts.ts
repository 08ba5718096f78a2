/** What the forms of hours and territories say. */
import type { Language } from '../../../shared/values/language.ts';
import { common } from '../desk/index.ts';

const en = {
  ...common.en,
  rulesIntro:
    'When a call is opened that nobody was named for (by a poor answer, or entered by hand without an owner), these rules are tried in their order, until one finds somebody.',
  noRules:
    'No rules are set: each call goes to whoever looks after the customer; while they are away, to whoever stands in. If nobody does, it waits until somebody takes it.',
  ruleWhen: 'For which calls',
  ruleWho: 'Who may get them',
  ruleBy: 'Who of them does',
  whenever: 'all calls',
  whenReasons: {
    'low-score': 'after a poor answer',
    answer: 'after another answer',
    manual: 'entered by hand',
    plan: 'by a plan',
  },
  whenLanguage: (language: string) => `customers who write ${language}`,
  whenCountry: (country: string) => `customers in the country ${country}`,
  whenRegion: (region: string) => `customers in ${region}`,
  whenTags: (tags: string) => `customers with the tags: ${tags}`,
  whoTeam: (team: string) => `people of the team ${team}`,
  teamGone: 'that does not exist any more',
  whoSkills: (skills: string) => `people who can do: ${skills}`,
  whoSpeaks: 'people who speak the language of the customer',
  whoOwner: 'whoever looks after the customer',
  whoEverybody: 'everybody who works here',
  comma: ', ',
  ways: {
    owner: 'whoever looks after the customer or, while they are away, whoever stands in',
    territory:
      'whoever has the customer in a territory of theirs; of several the one with the least open work',
    'round-robin': 'one after another, in turn',
    'least-busy': 'the one with the least open work',
  },
  always: 'What always applies',
  alwaysSo: [
    'Whoever is away on that day by their own calendar is passed over, and so is whoever has as many open callbacks as they take.',
    'If no rule finds anybody, the call waits in the queue of the team that the first rule for it names; otherwise it is unassigned. It is given out as soon as somebody is there again, or somebody takes it.',
    'The page of each call (“Assign”) says how it was decided.',
    'Whoever assigns a call by hand goes before all rules.',
  ] as readonly string[],
  rulesHint: 'The rules are changed by managers and administrators.',
  rulesHow:
    'There is no form for the rules yet. You may change them by the API: PUT /assignment-rules/callbacks.',
  hoursOf: (name: string) => `Working hours of ${name}`,
  hoursHint: (zone: string) =>
    `Write from when to when, e.g. 09:00–12:00, 13:30–18:00, in ${zone} time. A day left empty is a day off. If every day is left empty, the usual office hours apply.`,
  usual: (shifts: string) => `The usual office hours are Monday to Friday, ${shifts}.`,
  holidays: 'Holidays',
  statutory: 'The statutory holidays and make-up days of mainland China',
  holidaysKnown: (day: string) =>
    `The holidays are known up to ${day}. What is promised for a later day counts it as an ordinary one.`,
  daysOff: 'Days off',
  daysOffHint: 'One per line, such as 2026-12-25. Plan longer times away as absences.',
  noHours:
    'Nothing was saved: without hours on any day, the usual office hours apply, and what else is said here has no place.',
  daysOffAlone:
    'Write hours for at least one day, or leave this empty; plan days away as absences on the page of the person.',
  statutoryAlone: 'Write hours for at least one day, or leave this as it is for the usual office hours.',
  territoriesOf: (name: string) => `Territories of ${name}`,
  territoriesHint:
    'A customer belongs to a territory if everything filled in for it applies to them. Empty a row to remove it; new rows appear after saving.',
  territory: (number: number) => `Territory ${number}`,
  parts: {
    country: { label: 'Country', hint: 'Two letters, such as CN or GB.' },
    region: { label: 'Region', hint: 'As written in addresses, such as 上海.' },
    postcodes: { label: 'Postcode begins with', hint: 'Such as 2000.' },
    tag: { label: 'Tag', hint: 'A tag that customers have, such as an industry.' },
  },
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    ...common['zh-CN'],
    rulesIntro:
      '新的回访没有指定负责人时（因评分低产生，或手工录入但未选人），系统按以下顺序逐条尝试规则，直到找到合适的人。',
    noRules: '没有设置规则：每个回访分给客户的负责人；负责人缺勤时分给代理人。如果都没有，则等待认领。',
    ruleWhen: '适用的回访',
    ruleWho: '可以分给谁',
    ruleBy: '如何选人',
    whenever: '所有回访',
    whenReasons: {
      'low-score': '因评分低产生的回访',
      answer: '因其他答复产生的回访',
      manual: '手工录入的回访',
      plan: '定期回访',
    },
    whenLanguage: (language) => `使用${language}的客户`,
    whenCountry: (country) => `国家为 ${country} 的客户`,
    whenRegion: (region) => `${region}的客户`,
    whenTags: (tags) => `带有标签的客户：${tags}`,
    whoTeam: (team) => `团队${team}的人`,
    teamGone: '（已不存在）',
    whoSkills: (skills) => `具备以下技能的人：${skills}`,
    whoSpeaks: '会说客户语言的人',
    whoOwner: '客户的负责人',
    whoEverybody: '所有在职员工',
    comma: '，',
    ways: {
      owner: '客户的负责人；负责人缺勤时为其代理人',
      territory: '客户在其负责区域内的人；有多位时选待办最少的一位',
      'round-robin': '按顺序轮流',
      'least-busy': '待办最少的一位',
    },
    always: '始终适用',
    alwaysSo: [
      '按本人日历当天缺勤的人，以及待办回访已达上限的人，都会被跳过。',
      '没有规则找到人时，回访进入第一条适用规则所指定团队的队列；没有指定团队则无人负责。一旦有人在岗即自动分配，也可以由人认领。',
      '每个回访的页面（“分配”）会说明是如何决定的。',
      '手工指定的人优先于所有规则。',
    ],
    rulesHint: '规则由经理和管理员修改。',
    rulesHow: '此处暂无修改规则的表单。您可以通过 API 修改：PUT /assignment-rules/callbacks。',
    hoursOf: (name) => `${name}的工作时间`,
    hoursHint: (zone) =>
      `请填写起止时间，例如 09:00–12:00, 13:30–18:00，按 ${zone} 时区。不填的日子为休息日；全部不填则按通常的办公时间。`,
    usual: (shifts) => `通常的办公时间为星期一至星期五 ${shifts}。`,
    holidays: '节假日',
    statutory: '执行中国大陆的法定节假日和调休',
    holidaysKnown: (day) => `节假日安排目前只到${day}；之后的日子均按平常日子计算。`,
    daysOff: '其他休息日',
    daysOffHint: '每行一天，例如 2026-12-25。较长的休假请登记为缺勤。',
    noHours: '未保存：每天都不填写时按通常的办公时间，此处的其他内容无法生效。',
    daysOffAlone: '请至少为一天填写工作时间，或将此处留空；缺勤请在此人的页面登记。',
    statutoryAlone: '请至少为一天填写工作时间，或保持通常办公时间的设置。',
    territoriesOf: (name) => `${name}的负责区域`,
    territoriesHint: '客户须符合一行中填写的全部条件，才属于该区域。清空一行即删除；保存后会出现新的空行。',
    territory: (number) => `区域 ${number}`,
    parts: {
      country: { label: '国家', hint: '两个字母，例如 CN 或 GB。' },
      region: { label: '地区', hint: '与地址中的写法一致，例如 上海。' },
      postcodes: { label: '邮编开头', hint: '例如 2000。' },
      tag: { label: '标签', hint: '客户的标签，例如行业。' },
    },
  },
};
