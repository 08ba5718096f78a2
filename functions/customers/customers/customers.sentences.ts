/** What callers are told of customers, in Chinese. */
import type { Sentences } from '../../../shared/errors/in-chinese.ts';

export const customersSentences: Sentences = {
  'This file was not uploaded. Where that does not go on, remove it and attach it again.':
    '此文件尚未上传。如果上传已中断，请将其移除后重新添加。',
  'A customer has no room for so many.': '客户资料容不下这么多项。',
  'must have at most {0} entries': '最多 {0} 项',
  customer: '客户',
  interaction: '联系记录',
  attachment: '附件',
  'No more files can be attached to this contact. Remove one first.':
    '此联系记录不能再添加附件，请先移除一个。',
  'A relation needs the customer to be what they are.': '有关系要求该客户保持现有类型。',
  'Stands against it: {0} {1}. Take that relation away first.': '与此冲突：{0} {1}。请先删除该关系。',
  'Another customer has this {0}.': '另一位客户已使用此{0}。',
  'e-mail address': '电子邮件地址',
  'phone number': '电话号码',
  'external id': '外部编号',
  value: '值',
  'Not all values are such as the fields of customers take.': '有的值不符合客户字段的要求。',
  'This customer is probably there already. If not, send createAnyway: true.':
    '该客户很可能已存在。若不是同一位，请附上 createAnyway: true。',
  'Taken by another customer.': '已被另一位客户使用。',
  'Taken by {0}.': '已被客户 {0} 使用。',
  'A customer has one primary address of a kind, and none twice.':
    '每位客户每类地址须有一个主地址，且不得重复。',
  'Required beside {0}: it is the primary one.': '填写 {0} 时须有主地址。',
  'Is the primary one already, {0}.': '与主地址 {0} 相同。',
  'This customer is not kept any more, and cannot be brought back.': '该客户已不再保留，无法恢复。',
  'A deleted customer is brought back by a manager or an administrator.': '已删除的客户由经理或管理员恢复。',
  'A new customer needs a name.': '新客户须有姓名。',
  'Required: there is no such customer yet.': '必填：尚无此客户。',
  'Only {0}, who looks after this customer, or a manager can change this.':
    '只有负责该客户的 {0} 或经理可以修改。',
  'Your role can give customers to yourself and to those whose rows your teams open to you.':
    '您的角色只能将客户归于自己，或归于团队已向您开放其数据的同事。',
  'Customers are looked after by active staff.': '客户须由在职员工负责。',
  'Not registered as staff. Name one of GET /staff, or register this person with PUT /staff/{staffId} first.':
    '未登记为员工。请填写 GET /staff 中的人，或先用 PUT /staff/{staffId} 登记此人。',
  'Takes on no work. Name one of GET /staff who does, or null for nobody.':
    '此人不承接工作。请填写 GET /staff 中承接工作的人员，或用 null 表示无人负责。',
  'Not active any more. Name one of GET /staff who is active, or null for nobody.':
    '已不在职。请填写 GET /staff 中的在职员工，或用 null 表示无人负责。',
  'Your role shows you your own customers, with team=me those that your teams open to you and, with owner=none, those of nobody.':
    '您的角色可查看自己的客户，用 team=me 查看团队向您开放的客户，用 owner=none 查看无人负责的客户。',
  'Your role does not show you how to reach customers.': '您的角色不能查看客户的联系方式。',
  'One value finds one customer; nothing narrows that further.': '一个值只对应一位客户，无法再加筛选。',
  'Only {0}, who recorded this contact, or a manager can change it.': '只有记录此联系的 {0} 或经理可以修改。',
  'No list is kept for these filters. POST /customer-lists/{listId}/fill puts whoever a filter of many conditions means into a list, and POST /customer-extracts into a file.':
    '没有按这些筛选条件保存的列表。POST /customer-lists/{listId}/fill 可将符合多个条件的客户放入名单，POST /customer-extracts 可导出为文件。',
  'Nothing lies between these instants.': '这两个时间之间没有内容。',
  'Must not lie after `to`.': '不得晚于 `to`。',
  'Must not lie after `{0}`.': '不得晚于 `{0}`。',
  'A contact keeps its place in the timeline.': '联系记录在时间线中的位置不变。',
  'stays {0}. Delete the contact and record it again with the right instant.':
    '须保持 {0}。请删除该联系记录，再以正确的时间重新记录。',
  'A contact is recorded when it has happened.': '联系发生之后才能记录。',
  'must lie between {0} and now, {1}': '必须在 {0} 与现在（{1}）之间',
  'a path carries no / ? # %; use PUT /customers/by-external-id?source=…&externalId=…':
    '路径中不能含有 / ? # %；请用 PUT /customers/by-external-id?source=…&externalId=…',
  'must be the system and the number there, such as erp:4711': '必须是系统名称及其中的编号，如 erp:4711',
  'must be the type of an event such as interaction.recorded, or what it begins with, such as interaction':
    '必须是事件类型，如 interaction.recorded，或其开头部分，如 interaction',
  'two capital letters, ISO 3166-1': '两个大写字母（ISO 3166-1）',
  'cannot be told together with externalId': '不能与 externalId 同时给出',
  'needs the address or number by which the customer is found': '须填写用以查找客户的地址或号码',
  'cannot be told together with externalId; use PATCH': '不能与 externalId 同时给出；请用 PATCH',
};
