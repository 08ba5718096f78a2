/** What callers are told of messages, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const messagingSentences: Sentences = {
  suppression: '停发记录',
  'Texts go through no provider here.': '此处的短信不经由服务商发送。',
  'Sign each receipt anew, with the key that both know, and send it within {0} minutes.':
    '请用双方约定的密钥为每份回执重新签名，并在 {0} 分钟内发送。',
  'must have at most 4 KB': '最多 4 KB',
  'must be the id of a suppression, as the API returned it': '必须是 API 返回的停发记录编号',
  'Suppressed addresses are for managers. What is sent to a customer of yours tells whether theirs is among them.':
    '停发地址仅供经理查看。您的客户的地址是否在其中，可在发给该客户的消息列表中看到。',
};
