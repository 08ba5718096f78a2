/** What callers are told of teams, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const teamsSentences: Sentences = {
  team: '团队',
  'This team does not open the rows of everybody in it to you.': '该团队没有向您开放其中每个人的数据。',
  'The rules of the closed loop name this team: {0}. Take it out of them with PUT /closed-loop/rules first.':
    '闭环规则中有规则指定了该团队：{0}。请先用 PUT /closed-loop/rules 将其移出。',
  'The rules for {0} name this team: {1}. Take it out of them with PUT /assignment-rules/{kind} first.':
    '{0} 的分配规则中有规则指定了该团队：{1}。请先用 PUT /assignment-rules/{kind} 将其移出。',
  'Another team has this name.': '已有同名团队。',
  'Taken by {0}. Use another name, or rename or delete that team first.':
    '已由 {0} 使用。请换一个名称，或先将该团队改名或删除。',
  'Only a team has a queue of its own.': '只有团队才有自己的队列。',
  'Name the team: `me` may stand for several.': '请指明团队：`me` 可能代表多个团队。',
  'must name at least one lead': '至少要有一位负责人',
  'is a lead already; name everybody once': '已是负责人；每人只填一次',
  'at most {0} people belong to a team, its leads among them': '一个团队最多 {0} 人，负责人计算在内',
  'The team would not be one any more.': '这样就不再是一个团队了。',
  'Would leave the team without a lead. Name another one in leads.':
    '这样团队就没有负责人了。请在 leads 中另选一位。',
  'At most {0} people belong to a team, its leads among them.': '一个团队最多 {0} 人，负责人计算在内。',
  'Not everybody named can belong to the team.': '所列人员中有人不能加入该团队。',
  'Is in {0} teams already. Take them out of another one first.':
    '已加入 {0} 个团队。请先将其移出另一个团队。',
  'Is nobody who works here. Name one of GET /staff who is active.':
    '此人不在此工作。请从 GET /staff 中选一位在职人员。',
};
