/** Which column of a file probably holds which field of a customer, by its name in English or Chinese. */
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import {
  type ColumnMapping,
  customPrefix,
  type FieldName,
  type Mapping,
  type MatchKey,
  type StoredImport,
} from '../imports.schema.ts';

/** Names under which files commonly keep a field, in the order in which they are looked for. */
const commonNames: Readonly<Record<FieldName, string>> = {
  externalId:
    'external_id customer_id customer_number customer_no rec_id id 客户编号 客户号 会员编号 会员号 会员卡号 编号',
  kind: 'kind type customer_type 类型 客户类型',
  name: 'name full_name customer_name 姓名 客户姓名 客户名称 名称 联系人 客户',
  givenName: 'given_name first_name 名',
  familyName: 'family_name surname last_name 姓 姓氏',
  company: 'company organisation organization company_name 公司 公司名称 单位 单位名称 企业名称',
  email: 'email e_mail mail email_address e_mail_address 邮箱 电子邮箱 电子邮件 邮件 邮箱地址 邮件地址',
  phone:
    'phone mobile phone_number mobile_phone mobile_number telephone tel cell 手机 手机号 手机号码 移动电话 电话 电话号码 联系电话 联系方式',
  otherEmails: 'other_email second_email email_2 备用邮箱 其他邮箱 邮箱2',
  otherPhones:
    'other_phone second_phone phone_2 mobile_2 备用电话 其他电话 电话2 手机2 家庭电话 办公电话 座机 固定电话',
  gender: 'gender sex 性别',
  birthday: 'birthday date_of_birth birth_date birthdate dob 生日 出生日期 出生年月 出生年月日',
  lunarBirthday: 'lunar_birthday lunar_birth_date chinese_birthday 农历生日 阴历生日 农历出生日期',
  street: 'street street_address address address_1 地址 详细地址 街道 联系地址 通讯地址',
  district: 'district address_2 区 区县 县',
  city: 'city suburb town 城市 市 所在城市',
  region: 'region state province 省 省份 所在省份',
  postcode: 'postcode postal_code zip zip_code 邮编 邮政编码',
  country: 'country 国家 国家地区',
  otherAddresses:
    'other_address second_address shipping_address 备用地址 其他地址 地址2 收货地址 家庭地址 公司地址 单位地址',
  language: 'language 语言',
  timeZone: 'time_zone timezone 时区',
  source: 'source lead_source 来源 客户来源',
  stage: 'stage lifecycle_stage 阶段 客户阶段',
  interests: 'interests hobbies 兴趣 爱好 兴趣爱好',
  note: 'note notes remark remarks comment 备注 说明',
  tags: 'tags tag labels 标签',
  owner: 'owner 负责人 客户经理 跟进人 归属人',
};

/** The number of a house stands before the street in some files, in a column of its own. */
const houseNumbers = ['street_number', 'house_number', '门牌号'];

const fieldOfName = new Map(
  Object.entries(commonNames).flatMap(([field, names]) =>
    names.split(' ').map((name) => [name, field as FieldName] as const),
  ),
);

/** Whether a cell looks like the name of a column that we know. */
export function isKnownName(cell: string): boolean {
  return fieldOfName.has(normalised(cell)) || houseNumbers.includes(normalised(cell));
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

/** A mapping for these columns. @param told what of it is known already, which holds */
export function suggestMapping(
  columns: readonly string[],
  told: NonNullable<StoredImport['told']>,
  fallback: Pick<Mapping, 'externalSource'>,
): Mapping {
  const mapped = told.columns ?? suggestColumns(columns);
  const has = (field: FieldName) => mapped.some((each) => each.field === field);
  const keys: readonly MatchKey[] = ['externalId', 'email', 'phone'];
  return {
    columns: mapped,
    match: told.match ?? keys.find(has) ?? 'none',
    onMatch: told.onMatch ?? 'update',
    externalSource: told.externalSource ?? fallback.externalSource,
    ...(told.dates === undefined ? {} : { dates: told.dates }),
    defaults: told.defaults ?? {},
  };
}

/**
 * Columns that nobody has mapped yet, by their names.
 *
 * @param mapped what is mapped already, which holds; `definitions` are those of the fields that may be set
 */
export function suggestColumns(
  columns: readonly string[],
  mapped: readonly ColumnMapping[] = [],
  definitions: readonly Pick<FieldDefinition, 'name' | 'label'>[] = [],
): ColumnMapping[] {
  const taken = new Set(mapped.flatMap((each) => each.columns));
  const freeNow = () =>
    columns.filter((column) => !taken.has(column)).map((column) => ({ column, name: normalised(column) }));
  // Whoever defines a field knows what it is called here.
  const defined = definitions.flatMap(({ name, label }): ColumnMapping[] => {
    const names = [name, ...Object.values(label)].map((each) => normalised(String(each)));
    const field = `${customPrefix}${name}` as const;
    const found = freeNow().find((each) => names.includes(each.name));
    if (found === undefined || mapped.some((each) => each.field === field)) return [];
    taken.add(found.column);
    return [{ field, columns: [found.column] }];
  });
  const free = freeNow();
  const suggested = Object.entries(commonNames).flatMap(([field, names]): ColumnMapping[] => {
    if (mapped.some((each) => each.field === field)) return [];
    const found = names
      .split(' ')
      .flatMap((name) => free.filter((each) => each.name === name).map(({ column }) => column))
      .slice(0, 5);
    if (found.length === 0) return [];
    const [numbers] = field === 'street' ? free.filter(({ name }) => houseNumbers.includes(name)) : [];
    const [first = ''] = found;
    if (numbers !== undefined) return [{ field: 'street', columns: [numbers.column, first], join: ' ' }];
    return [{ field: field as FieldName, columns: found }];
  });
  return [...mapped, ...suggested, ...defined];
}
