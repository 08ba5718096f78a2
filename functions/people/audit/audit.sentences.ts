/** What callers are told of the trail, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const auditSentences: Sentences = {
  'The trail is asked by person, by kind of record or by record.':
    '审计记录按人员、按记录种类或按单条记录查询。',
  'One of `actor`, `kind` and `record` is needed.': '须给出 `actor`、`kind`、`record` 之一。',
  'Who has opened something is asked by `record`, or by `actor` without `kind`.':
    '查询谁打开过什么：用 `record`，或用 `actor` 而不带 `kind`。',
  'Goes with `actor` or `kind`.': '须与 `actor` 或 `kind` 一起使用。',
  'Needed with `kind`, such as 2026-11, unless `day` says one day: of most days there is nothing.':
    '使用 `kind` 时必须给出，如 2026-11；也可改用 `day` 指定某一天，因为大多数日子没有记录。',
  'Goes with `kind`.': '须与 `kind` 一起使用。',
  'This entry cannot be restored because it tells what became of messages. DELETE /suppressions/{suppressionId} lets an address take them again.':
    '此条目无法恢复，因为它记录的是消息的投递结果。用 DELETE /suppressions/{suppressionId} 可让该地址重新接收消息。',
  'This entry cannot be restored because it is what a customer has said. Note what they say now with PUT /customers/{customerId}/consents/{purpose}/{channel}.':
    '此条目无法恢复，因为它是客户的表态。请用 PUT /customers/{customerId}/consents/{purpose}/{channel} 记录客户现在的意愿。',
  'This entry cannot be restored because what customers have read stays as they have read it. Put the old words as the next version with PUT /consent-texts/{purpose}/{version}.':
    '此条目无法恢复，因为客户读过的文本须保持原样。请用 PUT /consent-texts/{purpose}/{version} 将原文作为下一版本发布。',
  'This entry cannot be restored because it is what somebody has decided. Decide anew with POST /customers/{customerId}/quality/decisions.':
    '此条目无法恢复，因为它是某人所作的决定。请用 POST /customers/{customerId}/quality/decisions 重新决定。',
  'This entry cannot be restored because it is what somebody has decided. Decide anew with PUT /customers/{customerId}/duplicates/{otherId}.':
    '此条目无法恢复，因为它是某人所作的决定。请用 PUT /customers/{customerId}/duplicates/{otherId} 重新决定。',
  'This entry cannot be restored because a hand-over is taken back as a whole, with POST /handovers/{handoverId}/undo.':
    '此条目无法恢复，因为移交只能整体撤回，请用 POST /handovers/{handoverId}/undo。',
  'This entry cannot be restored because a kind of activity is put as a whole, with PUT /activity-kinds/{kind}.':
    '此条目无法恢复，因为行为类型须整体提交，请用 PUT /activity-kinds/{kind}。',
  'This entry cannot be restored because rules of sources are put as a whole, with PUT /customers/source-rules.':
    '此条目无法恢复，因为来源规则须整体提交，请用 PUT /customers/source-rules。',
  'This entry cannot be restored because it is about another record here. Use POST {0}.':
    '此条目无法在此恢复，因为它涉及另一条记录。请使用 POST {0}。',
  'This is found by no id. Ask by the id of one of {0}, or by `kind`.':
    '这种记录不能按编号查询。请按下列种类之一的编号查询：{0}，或使用 `kind`。',
  'This entry cannot be restored because a correction is taken back as a whole, with POST /customer-corrections/{correctionId}/undo.':
    '此条目无法恢复，因为更正只能整体撤销，请用 POST /customer-corrections/{correctionId}/undo。',
  'This entry cannot be restored because a link that was revoked stays so. Make another with POST /surveys/{surveyId}/reports.':
    '此条目无法恢复，因为已撤销的链接不再恢复。请用 POST /surveys/{surveyId}/reports 另建一个。',
  'This entry cannot be restored because an import is taken back as a whole, with POST /imports/{importId}/revert.':
    '此条目无法恢复，因为导入只能整体撤销，请用 POST /imports/{importId}/revert。',
  'This entry cannot be restored because a mapping holds for files to come. Set the values yourself with PATCH /import-mappings/{mappingId}.':
    '此条目无法恢复，因为映射只用于以后的文件。请自行用 PATCH /import-mappings/{mappingId} 设置这些值。',
};
