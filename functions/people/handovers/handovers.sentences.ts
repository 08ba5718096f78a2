/** What callers are told of hand-overs, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const handoversSentences: Sentences = {
  'hand-over': '移交',
  'member of staff': '员工',
  'This cannot be handed over.': '无法移交。',
  'Nobody of this id was ever registered. Name one of GET /staff.':
    '从未登记过此编号的人员。请从 GET /staff 中选一位。',
  'Nobody hands over to themselves.': '不能移交给本人。',
  'Is nobody who works here. Name one of GET /staff who is active.':
    '此人不在此工作。请从 GET /staff 中选一位在职人员。',
  'Takes on no work. Name one of GET /staff who does.':
    '此人不承接工作。请从 GET /staff 中选一位承接工作的人员。',
  'Is away from {0} to {1}. Name somebody who is there.': '{0} 至 {1} 缺勤。请另选一位在岗人员。',
  'What this person holds is being handed over already. Wait until that is done.':
    '此人的工作正在移交中。请等待完成。',
  'What the receiver holds is being handed over at the moment. Wait until that is done, or name somebody else.':
    '接收人的工作正在移交中。请等待完成，或另选一位。',
  'This hand-over is still going on. Wait until it is done.': '此移交仍在进行。请等待完成。',
  'This hand-over was taken back already.': '此移交已撤回。',
  'After {0} days a hand-over is not taken back any more.': '超过 {0} 天的移交不能再撤回。',
  'Whoever handed this over does not work here any more. Register them with "active": true first, or hand it over to somebody else.':
    '移交人已不在此工作。请先以 "active": true 登记此人，或移交给其他人。',
};
