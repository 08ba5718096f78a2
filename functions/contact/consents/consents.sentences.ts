/** What callers are told of consents, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const consentsSentences: Sentences = {
  'consent text': '同意书文本',
  'A consent is noted as it was given.': '请如实记录客户的同意。',
  'belongs to what is granted; a withdrawal needs none': '仅用于同意；撤回无需填写',
  'Needed of what is granted, unless `note` has their words: what proves it, or where that is kept.':
    '记录同意时必填，除非 `note` 中有客户的原话：同意的证明，或证明的存放处。',
  'must be a version of the text for this purpose, see GET /consent-texts':
    '必须是该用途已有的文本版本，见 GET /consent-texts',
  'They have said something else since then, at {0}, and that stands. If this is what they say now, leave `since` out or give a later one; otherwise there is nothing to note.':
    '客户此后（{0}）已有新的表示，以其为准。若这是客户现在的意愿，请省略 `since` 或填写更晚的时间；否则无需记录。',
  'What customers agree to is worded by managers.': '同意书文本由经理制定。',
  'Customers have agreed to this version, so it never changes. Put the new text as the next version.':
    '客户已按此版本同意，因此不能更改。请将新文本作为下一版本提交。',
  'The next version of this text is {0}.': '该文本的下一版本是 {0}。',
};
