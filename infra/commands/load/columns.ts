/** Which column of a file holds which field of a customer. */
import type { Texts } from './texts.ts';

/** Names under which files commonly keep a field, in the order in which they are looked for. */
const commonNames = {
  externalId:
    'external_id customer_id customer_number customer_no rec_id id 客户编号 客户号 会员编号 会员号 编号',
  name: 'name full_name customer_name 姓名 客户姓名 客户名称 名称 联系人',
  givenName: 'given_name first_name 名',
  familyName: 'family_name surname last_name 姓 姓氏',
  company: 'company organisation organization 公司 公司名称 单位 单位名称',
  email: 'email e_mail mail email_address e_mail_address 邮箱 电子邮箱 电子邮件 邮件 邮箱地址',
  phone:
    'phone mobile phone_number mobile_phone mobile_number telephone 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式',
  birthday: 'birthday date_of_birth birth_date birthdate 生日 出生日期',
  streetNumber: 'street_number 门牌号',
  street: 'street address address_1 地址 详细地址 街道 联系地址',
  district: 'district address_2 区 区县',
  city: 'city suburb town 城市 市',
  region: 'region state province 省 省份',
  postcode: 'postcode postal_code zip zip_code 邮编 邮政编码',
  country: 'country 国家',
  language: 'language 语言',
  timeZone: 'time_zone timezone 时区',
  tags: 'tags tag labels 标签',
  owner: 'owner 负责人 客户经理 跟进人',
} as const;

export type Field = keyof typeof commonNames;

/** What a column can hold. */
export const fields = Object.keys(commonNames) as Field[];
const isField = (name: string): name is Field => Object.hasOwn(commonNames, name);

export interface Columns {
  /** Positions in a row, in the order in which they are looked at. */
  readonly of: Readonly<Record<Field, readonly number[]>>;
  /** Columns that are not loaded. */
  readonly unused: readonly string[];
}

/** `maps` are texts such as `Kundennr=externalId`. Throws, saying what the file and the loader know. */
export function findColumns(header: readonly string[], maps: readonly string[], texts: Texts): Columns {
  const mapped = new Map<number, Field>();
  for (const map of maps) {
    const [column, field] = splitMap(map, texts);
    const at = header.findIndex((name) => name.trim() === column || normalised(name) === normalised(column));
    if (at === -1) throw new Error(texts.noSuchColumn(column, header.join(', ')));
    mapped.set(at, field);
  }
  const names = header.map(normalised);
  const positions = (field: Field): number[] => {
    const told = [...mapped].filter(([, target]) => target === field).map(([at]) => at);
    if (told.length > 0) return told;
    return commonNames[field]
      .split(' ')
      .flatMap((common) => names.flatMap((name, at) => (name === common && !mapped.has(at) ? [at] : [])));
  };
  const of = Object.fromEntries(fields.map((field) => [field, positions(field)])) as Record<Field, number[]>;
  if (of.externalId.length === 0) {
    throw new Error(texts.noColumn(texts.missing.externalId, 'externalId', header.join(', ')));
  }
  if ([of.name, of.givenName, of.familyName, of.company].every((found) => found.length === 0)) {
    throw new Error(texts.noColumn(texts.missing.name, 'name', header.join(', ')));
  }
  const used = new Set(Object.values(of).flat());
  return { of, unused: header.filter((name, at) => name !== '' && !used.has(at)) };
}

function splitMap(map: string, texts: Texts): [string, Field] {
  const at = map.lastIndexOf('=');
  const [column, field] = [map.slice(0, at).trim(), map.slice(at + 1).trim()];
  if (at < 1) throw new Error(texts.mapForm(map));
  if (!isField(field)) throw new Error(texts.noSuchField(field, fields.join(', ')));
  return [column, field];
}

/** `手机号（必填）` → `手机号`, `First Name *` and `firstName` → `first_name`. */
export function normalised(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\(.*?\)|\*|:$/g, '')
    .trim()
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}
