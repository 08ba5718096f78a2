import type { Brand } from '../pages/brand.ts';
import { type Html, html } from '../pages/html.ts';
import type { Language } from '../values/language.ts';

/** A question that can be answered from within the mail by following one of a row of short links. */
export interface MailQuestion {
  question: string;
  /** What to do, apart from the question. */
  instruction: string;
  links: readonly { label: string; url: string }[];
  /** What the first and the last link mean. */
  ends: readonly [string, string];
}

export interface MailContent {
  language: Language;
  /** Who sends it: stands at the head and at the foot. */
  brand: Brand;
  /** Said before anything else, e.g. that it is a test. */
  notice?: string | undefined;
  /** First line, and the title of the document. */
  heading: string;
  /** A number to call, in E.164: a phone calls it at one tap. */
  phone?: { label: string; number: string };
  paragraphs: readonly string[];
  question?: MailQuestion | undefined;
  /** The one thing the reader is asked to do. */
  action?: { label: string; url: string };
  /** Small print under the line: why it was sent. */
  footer: readonly string[];
  unsubscribeUrl?: string;
}

export interface MailBody {
  html: string;
  text: string;
}

const unsubscribeLabel: Readonly<Record<Language, string>> = {
  'zh-CN': '不想再收到此类邮件？点此退订',
  en: 'No longer want these mails? Unsubscribe',
};

const linkHint: Readonly<Record<Language, string>> = {
  'zh-CN': '如果按钮无法打开，请复制此地址：',
  en: 'If the button does not work, copy this address:',
};

const font =
  "font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";

/**
 * A mail in HTML and the same in plain text. One column that reads well on a phone and with a screen reader; no
 * images, no scripts, nothing fetched from elsewhere.
 */
export function layOutMail(content: MailContent): MailBody {
  const { language, brand, notice, heading, phone, paragraphs, question, action, footer, unsubscribeUrl } =
    content;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${heading}</title>
</head>
<body style="margin:0;padding:0 16px 24px;border-top:6px solid ${brand.colour};background:#ffffff;color:#1f2328;${font};font-size:16px;line-height:1.6">
<header style="max-width:560px;margin:0 auto;padding:16px 0"><p style="margin:0;color:${brand.colour};font-weight:700">${brand.organisation}</p></header>
<main style="max-width:560px;margin:0 auto">
${notice !== undefined && html`<p style="margin:0 0 16px;padding:8px 12px;border:2px solid #1f2328;font-weight:600">${notice}</p>\n`}<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${heading}</h1>
${
  phone &&
  html`<p style="margin:0 0 16px;font-weight:600">${phone.label} <a href="tel:${phone.number}" style="color:${brand.colour}">${phone.number}</a></p>\n`
}
${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${paragraph}</p>\n`)}
${question && questionBlock(question, brand)}
${
  action &&
  html`<p style="margin:24px 0"><a href="${webAddress(action.url)}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:${brand.colour};color:#ffffff;text-decoration:none;font-weight:600">${action.label}</a></p>
<p style="margin:0 0 16px;font-size:12px;color:#57606a;word-break:break-all">${linkHint[language]}<br>${webAddress(action.url)}</p>`
}
</main>
<footer style="max-width:560px;margin:32px auto 0;padding-top:16px;border-top:1px solid #d0d7de;font-size:14px;color:#57606a">
${signature(brand, footer).map((line) => html`<p style="margin:0 0 8px">${line}</p>\n`)}
${
  unsubscribeUrl !== undefined &&
  html`<p style="margin:0"><a href="${webAddress(unsubscribeUrl)}" style="color:#57606a">${unsubscribeLabel[language]}</a></p>`
}
</footer>
</body>
</html>`;
  return { html: page.toString(), text: plainText(content) };
}

function questionBlock(
  { question, instruction, links, ends: [lowest, highest] }: MailQuestion,
  { colour }: Brand,
): Html {
  const end = 'padding:0;font-size:14px;color:#57606a';
  return html`<h2 style="margin:24px 0 4px;font-size:18px;line-height:1.4">${question}</h2>
<p style="margin:0 0 8px;font-size:14px;color:#57606a">${instruction}</p>
<p style="margin:0;line-height:3">${links.map(
    ({ label, url }) =>
      html`<a href="${webAddress(url)}" style="display:inline-block;min-width:42px;margin:0 4px 4px 0;border:2px solid ${colour};border-radius:6px;color:${colour};text-align:center;text-decoration:none;font-weight:600">${label}</a>`,
  )}</p>
<table role="presentation" style="width:100%;margin:0 0 16px;border-collapse:collapse"><tr><td style="${end}">${lowest}</td><td style="${end};text-align:right">${highest}</td></tr></table>`;
}

function signature({ organisation, contact }: Brand, footer: readonly string[]): readonly string[] {
  return [`${organisation} · ${contact}`, ...footer];
}

function plainText(content: MailContent): string {
  const { language, brand, notice, heading, phone, paragraphs, question, action, footer, unsubscribeUrl } =
    content;
  const blocks = [
    brand.organisation,
    ...(notice === undefined ? [] : [notice]),
    heading,
    ...(phone === undefined ? [] : [`${phone.label} ${phone.number}`]),
    ...paragraphs,
    ...(question === undefined ? [] : [`${question.question}\n${question.ends.join(', ')}`]),
    ...(action === undefined ? [] : [`${action.label}\n${webAddress(action.url)}`]),
    // The usual signature mark, so that mail programs fold what follows.
    ['-- ', ...signature(brand, footer)].join('\n'),
    ...(unsubscribeUrl === undefined ? [] : [`${unsubscribeLabel[language]}\n${webAddress(unsubscribeUrl)}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** @throws TypeError for anything but a web address: escaping does not make a `javascript:` link harmless */
function webAddress(url: string): string {
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError(`${protocol} is not a web address`);
  return href;
}
