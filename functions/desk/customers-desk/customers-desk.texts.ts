/** What the page says on which customers are found. */
import type { Language } from '../../../shared/values/language.ts';
import { customerTexts } from '../customer-form-desk/index.ts';

const en = {
  ...customerTexts.en,
  search: 'Search',
  searchLabel: 'Name, company, phone number, e-mail address or number elsewhere',
  searchHint:
    'Words in any order, each from its beginning; pinyin and initials, and the last four digits of a number, too.',
  found: (query: string) => `Found for “${query}”`,
  noneFound: 'Nobody was found. Try fewer letters, or the last four digits of the phone number.',
  noneOnPage: 'Nobody on this page. There may be more.',
  othersHint: 'Customers of colleagues are found by their whole name, number or address only.',
  mine: 'My customers',
  ofNobody: 'Customers of nobody',
  everybody: 'All customers',
  none: 'There are no customers here yet.',
  heads: ['Customer', 'Company', 'E-mail', 'Phone', 'Looked after by'] as readonly string[],
  stageHead: 'Stage',
  newCustomer: 'New customer',
  corrections: 'To correct',
  duplicates: 'Possible duplicates',
  imports: 'Imports',
  masked: 'not yours to see',
  partly: (name: string) => `${name} – ask whoever looks after them`,
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    ...customerTexts['zh-CN'],
    search: '搜索',
    searchLabel: '姓名、公司、电话、邮箱或其他系统编号',
    searchHint: '可输入多个词，顺序不限，每个词从开头算起；也可用拼音、拼音首字母或电话后四位。',
    found: (query) => `“${query}”的搜索结果`,
    noneFound: '没有找到客户。请少输入几个字，或试试电话后四位。',
    noneOnPage: '本页没有，后面可能还有。',
    othersHint: '同事的客户只能用完整的姓名、号码或地址找到。',
    mine: '我的客户',
    ofNobody: '无人负责的客户',
    everybody: '全部客户',
    none: '这里还没有客户。',
    heads: ['客户', '公司', '邮箱', '电话', '负责人'],
    stageHead: '阶段',
    newCustomer: '新建客户',
    corrections: '待更正',
    duplicates: '可能重复',
    imports: '导入',
    masked: '您无权查看',
    partly: (name) => `${name}（请联系其负责人）`,
  },
};
