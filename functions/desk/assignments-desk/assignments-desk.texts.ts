/** What the forms of hours and territories say. */
import type { Language } from '../../../shared/values/language.ts';

const en = {
  save: 'Save',
  back: (name: string) => `Back to ${name}`,
  optional: 'optional',
  hoursOf: (name: string) => `Working hours of ${name}`,
  hoursHint: (zone: string) =>
    `Write from when to when, e.g. 09:00–12:00, 13:30–18:00, by the clock of ${zone}. A day without hours is free. Where no day has hours, the usual ones apply.`,
  usual: (shifts: string) => `The usual ones are Monday to Friday, ${shifts}.`,
  days: {
    monday: 'Monday',
    tuesday: 'Tuesday',
    wednesday: 'Wednesday',
    thursday: 'Thursday',
    friday: 'Friday',
    saturday: 'Saturday',
    sunday: 'Sunday',
  } as Readonly<Record<string, string>>,
  holidays: 'Holidays',
  statutory: 'The statutory holidays and make-up days of mainland China',
  daysOff: 'Days off',
  daysOffHint: 'One in each line, such as 2026-12-25. Longer times away are absences.',
  territoriesOf: (name: string) => `Territories of ${name}`,
  territoriesHint:
    'A customer belongs to a territory if all that is said of it is true of them. Empty a row to remove it; after saving there are new rows.',
  territory: (number: number) => `Territory ${number}`,
  parts: {
    country: { label: 'Country', hint: 'Two letters, such as CN or GB.' },
    region: { label: 'Region', hint: 'As addresses have it, such as 上海.' },
    postcodes: { label: 'Postcode', hint: 'What it begins with, such as 2000.' },
    tag: { label: 'Tag', hint: 'One that customers have, such as an industry.' },
  },
};

type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = {
  en,
  'zh-CN': {
    save: '保存',
    back: (name) => `返回${name}`,
    optional: '选填',
    hoursOf: (name) => `${name}的工作时间`,
    hoursHint: (zone) =>
      `请填写起止时间，例如 09:00–12:00, 13:30–18:00，以 ${zone} 的时钟为准。不填的日子不上班；全部不填则按通常的办公时间。`,
    usual: (shifts) => `通常的办公时间为星期一至星期五 ${shifts}。`,
    days: {
      monday: '星期一',
      tuesday: '星期二',
      wednesday: '星期三',
      thursday: '星期四',
      friday: '星期五',
      saturday: '星期六',
      sunday: '星期日',
    },
    holidays: '节假日',
    statutory: '执行中国大陆的法定节假日和调休',
    daysOff: '其他休息日',
    daysOffHint: '每行一天，例如 2026-12-25。较长的休假请登记为缺勤。',
    territoriesOf: (name) => `${name}的负责区域`,
    territoriesHint: '客户须符合一行中填写的全部条件，才属于该区域。清空一行即删除；保存后会出现新的空行。',
    territory: (number) => `区域 ${number}`,
    parts: {
      country: { label: '国家', hint: '两个字母，例如 CN 或 GB。' },
      region: { label: '地区', hint: '与地址中的写法一致，例如 上海。' },
      postcodes: { label: '邮编', hint: '邮编的开头，例如 2000。' },
      tag: { label: '标签', hint: '客户的标签，例如行业。' },
    },
  },
};
