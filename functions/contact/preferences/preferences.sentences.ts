/** What callers are told who ask customers to agree, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const preferencesSentences: Sentences = {
  'They have agreed already.': '客户已经同意。',
  'They have refused it since {0}. Note first what they say now, then ask them to confirm it.':
    '客户自 {0} 起已拒绝。请先记录客户现在的意愿，再请其确认。',
  'They have confirmed and withdrawn it today. Ask again tomorrow.': '客户今天确认后又已撤回。请明天再询问。',
  'They have no e-mail address.': '该客户没有电子邮件地址。',
  'Nothing is sent to their address since {0}, because of "{1}".':
    '自 {0} 起因 "{1}" 停止向该客户的地址发送邮件。',
};
