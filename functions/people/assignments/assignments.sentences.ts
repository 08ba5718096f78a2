/** What callers are told of assignment, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const assignmentsSentences: Sentences = {
  rule: '规则',
  'By these rules nobody would be found.': '按这些规则找不到任何人。',
  'There is no such team. GET /teams lists those there are.': '没有该团队。GET /teams 可列出现有团队。',
  'Nobody who works here has this skill. Note it with PUT /staff/{staffId} first.':
    '在职员工中没有人具备该技能。请先用 PUT /staff/{staffId} 登记。',
  'two capital letters, ISO 3166-1': '两个大写字母（ISO 3166-1）',
};
