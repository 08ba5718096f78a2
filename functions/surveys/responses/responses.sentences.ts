/** What callers are told of responses, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const responsesSentences: Sentences = {
  'As many answers of this kind were given as are wanted.': '此类回答已达到所需数量。',
  'These answers cannot be taken down.': '无法记录这些回答。',
  'This survey has no such question.': '此调查没有这个问题。',
  'must be answered': '必须回答',
  'is not an answer that this question takes': '不是此问题可接受的回答',
  'must be one of {0}': '必须是其中之一：{0}',
  'Nobody of this id works here. Register people with PUT /staff/{staffId}.':
    '没有此编号的在职员工。请用 PUT /staff/{staffId} 登记。',
  'Nothing is sent to the address of this member of staff since {0}, because of "{1}". Correct it with PUT /staff/{staffId}, or have a manager lift the suppression: GET /suppressions?email=…, then DELETE /suppressions/{suppressionId}.':
    '自 {0} 起不再向该员工的邮箱发送邮件（原因："{1}"）。请用 PUT /staff/{staffId} 更正邮箱，或请经理解除停发：先查 GET /suppressions?email=…，再 DELETE /suppressions/{suppressionId}。',
  response: '答复',
  'A test goes to members of staff only.': '测试邮件只能发给员工。',
  'The survey does not have this language.': '该调查没有此语言。',
  'A member of staff gets at most {0} tests an hour. Try again in {1} minutes.':
    '每位员工每小时最多收到 {0} 封测试邮件。请在 {1} 分钟后再试。',
};
