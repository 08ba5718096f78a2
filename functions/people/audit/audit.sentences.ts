/** What callers are told of the trail, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const auditSentences: Sentences = {
  'The trail is asked by person, by kind of record or by record.':
    '审计记录按人员、按记录种类或按单条记录查询。',
  'One of `actor`, `kind` and `record` is needed.': '须给出 `actor`、`kind`、`record` 之一。',
  'Who has opened something is asked by `record`, or by `actor` without `kind`.':
    '查询谁打开过什么：用 `record`，或用 `actor` 而不带 `kind`。',
  'Goes with `actor`.': '须与 `actor` 一起使用。',
  'Goes with `kind`.': '须与 `kind` 一起使用。',
  'must be a month such as 2026-11': '必须是月份，如 2026-11',
  'This is found by no id. Ask by the id of one of {0}, or by `kind`.':
    '这种记录不能按编号查询。请按下列种类之一的编号查询：{0}，或使用 `kind`。',
};
