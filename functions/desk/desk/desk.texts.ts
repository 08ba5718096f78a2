/** What the frame of the desk and its pages of signing in say. */
import type { Language } from '../../../shared/values/language.ts';

interface Note {
  readonly title: string;
  readonly text: string;
}

interface Texts {
  readonly languageName: string;
  readonly desk: string;
  readonly parts: string;
  readonly account: string;
  readonly nav: Readonly<Record<'home' | 'customers' | 'surveys' | 'staff' | 'teams', string>>;
  readonly signOut: string;
  readonly signIn: string;
  readonly back: string;
  readonly again: string;
  readonly errorPrefix: string;
  readonly ended: Note;
  readonly signedOut: Note;
  readonly signingOut: string;
  readonly refused: Note;
  readonly noStaff: Note;
  readonly contact: (organisation: string) => string;
  readonly forged: Note;
  readonly forbidden: string;
  readonly notFound: string;
  readonly failed: string;
  readonly missing: Note;
  readonly unreadable: Note;
  readonly tooLarge: Note;
  readonly busy: Note;
  readonly slow: Note;
  /** A form that is not for everybody. */
  readonly noRight: string;
  /** A field came twice that has one value. */
  readonly sentTwice: string;
  readonly goBack: string;
  /** Instead of the values that a program may send. */
  readonly chooseOffered: string;
  /** Behind the reason why a form came too late. */
  readonly storedBeside: string;
  /** What somebody else has saved meanwhile, at the field that has another value. */
  readonly storedNow: (values: readonly string[]) => string;
  readonly away: (until: string) => string;
  readonly awayFrom: (from: string, until: string) => string;
  readonly standsIn: (days: string, name: string) => string;
  /** Something to be known of somebody, behind their name. */
  readonly aside: (name: string, known: string) => string;
}

export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    languageName: 'English',
    desk: 'Desk',
    parts: 'Parts of the desk',
    account: 'Your account',
    nav: { home: 'My work', customers: 'Customers', surveys: 'Surveys', staff: 'Staff', teams: 'Teams' },
    signOut: 'Sign out',
    signIn: 'Sign in',
    back: 'Back to my work',
    again: 'Try again',
    errorPrefix: 'Error: ',
    ended: {
      title: 'Your session has ended',
      text: 'You were away for a while, so you have been signed out. Nothing was sent. Sign in and fill the form in again.',
    },
    signedOut: { title: 'You are signed out', text: 'Nobody can see the desk in this browser any more.' },
    signingOut: 'You are signed out at the identity provider, too.',
    refused: {
      title: 'Signing in did not work',
      text: 'The sign-in was not started in this browser within the last 15 minutes, or the identity provider refused it. Please start again.',
    },
    noStaff: {
      title: 'You are not registered here',
      text: 'The identity provider knows you, but you are not (or no longer) an active member of this department. Ask your administrator to register you.',
    },
    contact: (organisation) => `Write to ${organisation}`,
    forged: {
      title: 'This form is not valid',
      text: 'It does not belong to the session you are signed in with, so nothing was done. Go back, reload the page and try again.',
    },
    forbidden: 'You may not do that',
    notFound: 'There is nothing here',
    failed: 'That did not work',
    missing: {
      title: 'There is no such page at the desk',
      text: 'The address may have been cut off, or the page is not there any more. Start from “My work”.',
    },
    unreadable: {
      title: 'This address cannot be read',
      text: 'It may have been cut off. Start from “My work”.',
    },
    tooLarge: {
      title: 'This is too large for the form',
      text: 'Nothing was done. For a larger file go back, and choose “The file is larger” below the form; a contact is recorded without it first, and has that on its own page.',
    },
    busy: {
      title: 'That did not work just now',
      text: 'Please try again in a minute. Nothing is done twice.',
    },
    slow: {
      title: 'That takes too long just now',
      text: 'There was no answer in time. If you have sent something, check whether it is there before you send it again.',
    },
    noRight: 'Your role does not allow this. Ask a manager to do it, or your administrator for another role.',
    sentTwice:
      'A field came twice, so nothing was done: nobody could tell which was meant. Go back, reload the page and try again.',
    goBack: 'Back',
    chooseOffered: 'choose one of those that are offered',
    storedBeside:
      'What you have typed still stands in the form; below each field that differs stands what is stored now. Saving again puts yours in its place.',
    storedNow: (values) => `Stored now: ${values.length === 0 ? 'nothing' : values.join(', ')}`,
    away: (until) => `away until ${until}`,
    awayFrom: (from, until) => `away from ${from} until ${until}`,
    standsIn: (days, name) => `${days}; ${name} stands in`,
    aside: (name, known) => `${name} (${known})`,
  },
  'zh-CN': {
    languageName: '中文',
    desk: '工作台',
    parts: '工作台栏目',
    account: '我的账户',
    nav: { home: '我的工作', customers: '客户', surveys: '调查', staff: '员工', teams: '团队' },
    signOut: '退出登录',
    signIn: '登录',
    back: '返回我的工作',
    again: '重试',
    errorPrefix: '出错：',
    ended: {
      title: '登录已过期',
      text: '您有一段时间没有操作，系统已自动退出。刚才的内容没有提交，请登录后重新填写。',
    },
    signedOut: { title: '您已退出登录', text: '现在，任何人都无法在此浏览器中看到工作台。' },
    signingOut: '您也已从身份提供方退出。',
    refused: {
      title: '登录未成功',
      text: '此次登录不是在本浏览器最近 15 分钟内发起的，或被身份提供方拒绝。请重新登录。',
    },
    noStaff: {
      title: '您尚未在此登记',
      text: '身份提供方认识您，但您不是（或不再是）本部门的在职员工。请联系管理员为您登记。',
    },
    contact: (organisation) => `联系${organisation}`,
    forged: {
      title: '此表单无效',
      text: '它不是由本次登录的页面提交的，因此没有执行任何操作。请返回并重新加载页面，然后再试一次。',
    },
    forbidden: '您无权执行此操作',
    notFound: '这里没有内容',
    failed: '操作未成功',
    missing: { title: '工作台没有此页面', text: '地址可能不完整，或页面已不存在。请从“我的工作”开始。' },
    unreadable: { title: '无法识别此地址', text: '地址可能不完整。请从“我的工作”开始。' },
    tooLarge: {
      title: '内容太大，无法用此表单提交',
      text: '没有执行任何操作。如文件较大，请返回并使用表单下方的“文件更大”；联系记录请先不带文件保存，再到其页面上传。',
    },
    busy: { title: '暂时无法完成', text: '请稍后再试。任何操作都不会重复执行。' },
    slow: {
      title: '响应时间过长',
      text: '系统未能及时响应。如果您刚刚提交了内容，请先查看是否已经生效，再决定是否重新提交。',
    },
    noRight: '您的角色无权这样做。请经理代为操作，或请管理员调整您的角色。',
    sentTwice: '同一栏出现了两次，无法判断以哪个为准，因此没有执行。请返回，刷新页面后重试。',
    goBack: '返回',
    chooseOffered: '请选择列出的一项',
    storedBeside:
      '您填写的内容仍在表单中；与现存内容不同之处，下方注明了现存的内容。再次保存会以您填写的为准。',
    storedNow: (values) => `现存内容：${values.length === 0 ? '空' : values.join('、')}`,
    away: (until) => `缺勤至${until}`,
    awayFrom: (from, until) => `${from}至${until}缺勤`,
    standsIn: (days, name) => `${days}，由${name}代理`,
    aside: (name, known) => `${name}（${known}）`,
  },
};

const english = {
  save: 'Save',
  back: (name: string) => `Back to ${name}`,
  optional: 'optional',
  more: 'Next page',
  action: 'Action',
  note: 'Note',
  why: 'Why',
  status: 'Status',
  staff: 'Staff',
  teams: 'Teams',
  handOver: 'Hand over',
  handovers: 'Hand-overs',
  rules: 'How work is assigned',
  territories: 'Territories',
  languages: { en: 'English', 'zh-CN': '中文' } as Readonly<Record<Language, string>>,
  days: {
    monday: 'Monday',
    tuesday: 'Tuesday',
    wednesday: 'Wednesday',
    thursday: 'Thursday',
    friday: 'Friday',
    saturday: 'Saturday',
    sunday: 'Sunday',
  } as Readonly<Record<string, string>>,
};

/** What the pages of several folders say. */
export const common: Readonly<Record<Language, typeof english>> = {
  en: english,
  'zh-CN': {
    save: '保存',
    back: (name) => `返回${name}`,
    optional: '选填',
    more: '下一页',
    action: '操作',
    note: '备注',
    why: '原因',
    status: '状态',
    staff: '员工',
    teams: '团队',
    handOver: '移交工作',
    handovers: '移交记录',
    rules: '工作如何分配',
    territories: '负责区域',
    languages: { en: 'English', 'zh-CN': '中文' },
    days: {
      monday: '星期一',
      tuesday: '星期二',
      wednesday: '星期三',
      thursday: '星期四',
      friday: '星期五',
      saturday: '星期六',
      sunday: '星期日',
    },
  },
};
