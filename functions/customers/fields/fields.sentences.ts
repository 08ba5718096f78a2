/** What callers are told of fields of customers, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const fieldsSentences: Sentences = {
  field: '字段',
  'must be 1 to 40 small letters, digits and underscores, a letter first, such as member_no':
    '必须是 1 至 40 个小写字母、数字和下划线，以字母开头，如 member_no',
  'must name it in one language': '至少须用一种语言命名',
  'Managers say which fields customers have.': '客户有哪些字段由经理决定。',
  'This cannot be a field of customers.': '这不能作为客户的字段。',
  'Every customer has a field of this name already. Use another one.':
    '每位客户已有此名称的字段。请换一个名称。',
  'Required: what can be chosen.': '必填：可选的内容。',
  'Only `choice` and `choices` have options.': '只有 `choice` 和 `choices` 类型才有选项。',
  'Only values of the types text, number, date and url can tell customers apart.':
    '只有 text、number、date 和 url 类型的值可以用来区分客户。',
  'Nobody finds customers by true, false or a day. Use a filter for these.':
    '不能按 true、false 或日期搜索客户。请使用筛选。',
  'Whoever finds customers by a value learns of it: only what everyone sees is searchable.':
    '能按某个值搜到客户的人就会知道该值：只有人人可见的字段才能搜索。',
  'This of a field is for good.': '字段的这一项不能更改。',
  'A field keeps its name, by which other systems know it. Give it another label.':
    '字段的名称不变，其他系统以此识别。请改用另一个显示名称（label）。',
  'A field keeps its type, {0}, for customers have values of it. Retire it and define another one.':
    '字段的类型 {0} 不变，因为客户已有这种类型的值。请停用它并另建一个字段。',
  'Cannot change, for customers have values already. Retire this field and define another one.':
    '不能更改，因为客户可能已有值。请停用该字段并另建一个字段。',
  'Lacks "{0}", which customers may have. Give it "retired": true in place of taking it out.':
    '缺少 "{0}"，客户可能已有该值。请将其设为 "retired": true，而不是删除。',
  'There are {0} fields, as many as there can be. Bring one that is retired back.':
    '已有 {0} 个字段，达到上限。请恢复一个已停用的字段。',
  'This field is defined already.': '该字段已存在。',
  'Another field has this label.': '另一个字段已有此显示名称。',
  'The field {0} is called so. Use another label, or change that field.':
    '字段 {0} 已用此显示名称。请换一个，或修改该字段。',
  'There is a field of this name. Use another one, or change that field.':
    '已有此名称的字段。请换一个名称，或修改该字段。',
  'There is a retired field of this name. Bring it back, or use another name.':
    '有一个已停用的同名字段。请恢复它，或换一个名称。',
  'All values together may take {0} bytes.': '所有值合计最多 {0} 字节。',
  'There is no such field for you. GET /customer-fields lists those that are defined.':
    '没有供您使用的这个字段。GET /customer-fields 可列出已定义的字段。',
  'This field is retired: what is there stays, and nobody sets it.':
    '该字段已停用：已有的值保留，但不能再设置。',
  'Required: give it another value.': '必填：请改为其他值。',
  'Only a {0} has this field.': '只有 {0} 类型的客户才有此字段。',
  'must be one line of text of at most {0} characters': '必须是一行文字，最多 {0} 个字符',
  'must be a number such as 12.5': '必须是数字，如 12.5',
  'must be true or false': '必须是 true 或 false',
  'must be a web address such as https://example.com, of at most {0} characters':
    '必须是网址，如 https://example.com，最多 {0} 个字符',
  'must be one of {0}': '必须是其中之一：{0}',
  'must be a list of these: {0}': '必须是由以下各项组成的列表：{0}',
  'must name each of them once': '每项只能出现一次',
  'must name at most {0} of them': '最多选 {0} 项',
};
