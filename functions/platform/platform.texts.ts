/** What the pages of the platform say. */
import type { Link } from '../../shared/pages/messages.ts';
import type { Language } from '../../shared/values/language.ts';

interface Texts {
  readonly nothingHere: { readonly title: string; readonly text: string };
  /** The same at the desk. */
  readonly nothingAtDesk: {
    readonly title: string;
    readonly text: string;
    readonly parts: string;
    readonly links: readonly Link[];
  };
  readonly root: {
    readonly about: string;
    readonly customers: string;
    readonly reference: string;
    readonly openapi: string;
  };
}

export const texts: Readonly<Record<Language, Texts>> = {
  'zh-CN': {
    nothingHere: {
      title: '页面不存在',
      text: '链接不完整或有误。如果它来自我们的邮件，请在邮件中重新打开完整的链接。',
    },
    nothingAtDesk: {
      title: '工作台没有此页面',
      text: '地址可能不完整，或页面已不存在。请从下列栏目进入。',
      parts: '工作台栏目',
      links: [
        { label: '我的工作', href: '/desk' },
        { label: '客户', href: '/desk/customers' },
        { label: '调查', href: '/desk/surveys' },
        { label: '员工', href: '/desk/staff' },
        { label: '团队', href: '/desk/teams' },
      ],
    },
    root: {
      about: '这里运行的是一家机构的客户管理系统接口：客户、问卷调查和回访。程序使用它需要访问令牌。',
      customers: '如果您收到了我们的邮件，请打开邮件中的完整链接。',
      reference: '接口说明：所有路由、示例和权限（英文）',
      openapi: '供程序使用的 OpenAPI 3.1 文档',
    },
  },
  en: {
    nothingHere: {
      title: 'Page not found',
      text: 'The link is incomplete or mistyped. If it is from one of our mails, please open the whole link there again.',
    },
    nothingAtDesk: {
      title: 'There is no such page at the desk',
      text: 'The address may have been cut off, or the page is not there any more. Start from one of these.',
      parts: 'Parts of the desk',
      links: [
        { label: 'My work', href: '/desk' },
        { label: 'Customers', href: '/desk/customers' },
        { label: 'Surveys', href: '/desk/surveys' },
        { label: 'Staff', href: '/desk/staff' },
        { label: 'Teams', href: '/desk/teams' },
      ],
    },
    root: {
      about:
        'Here runs the interface for programs of a customer-relationship system: the customers, surveys and follow-up callbacks of one organisation. To use it, a program needs an access token.',
      customers: 'If you have a mail from us, please open the whole link in it.',
      reference: 'Reference: every route with examples and permissions',
      openapi: 'OpenAPI 3.1 document for programs',
    },
  },
};
