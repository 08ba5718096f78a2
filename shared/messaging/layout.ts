import { html } from '../pages/html.ts';
import type { Language } from '../values/language.ts';

export interface MailContent {
  language: Language;
  /** First line, and the title of the document. */
  heading: string;
  /** A number to call, in E.164: a phone calls it at one tap. */
  phone?: { label: string; number: string };
  paragraphs: readonly string[];
  /** A row of short links, such as the scores of a question. */
  choices?: { label: string; links: readonly { label: string; url: string }[] };
  /** The one thing the reader is asked to do. */
  action?: { label: string; url: string };
  /** Small print under the line: who sends this and why. */
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

const font =
  "font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";

/**
 * A mail in HTML and the same in plain text. One column that reads well on a phone and with a screen reader; no
 * images, no scripts, nothing fetched from elsewhere.
 */
export function layOutMail(content: MailContent): MailBody {
  const { language, heading, phone, paragraphs, choices, action, footer, unsubscribeUrl } = content;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${heading}</title>
</head>
<body style="margin:0;padding:24px 16px;background:#ffffff;color:#1f2328;${font};font-size:16px;line-height:1.6">
<main style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${heading}</h1>
${
  phone &&
  html`<p style="margin:0 0 16px;font-weight:600">${phone.label} <a href="tel:${phone.number}" style="color:#0b57d0">${phone.number}</a></p>\n`
}
${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${paragraph}</p>\n`)}
${
  choices &&
  html`<p style="margin:0 0 8px">${choices.label}</p>
<p style="margin:0 0 16px;line-height:3">${choices.links.map(
    ({ label, url }) =>
      html`<a href="${webAddress(url)}" style="display:inline-block;min-width:42px;margin:0 4px 4px 0;border:2px solid #0b57d0;border-radius:6px;color:#0b57d0;text-align:center;text-decoration:none;font-weight:600">${label}</a>`,
  )}</p>`
}
${
  action &&
  html`<p style="margin:24px 0"><a href="${webAddress(action.url)}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#0b57d0;color:#ffffff;text-decoration:none;font-weight:600">${action.label}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:#57606a;word-break:break-all">${webAddress(action.url)}</p>`
}
</main>
<footer style="max-width:560px;margin:32px auto 0;padding-top:16px;border-top:1px solid #d0d7de;font-size:14px;color:#57606a">
${footer.map((line) => html`<p style="margin:0 0 8px">${line}</p>\n`)}
${
  unsubscribeUrl !== undefined &&
  html`<p style="margin:0"><a href="${webAddress(unsubscribeUrl)}" style="color:#57606a">${unsubscribeLabel[language]}</a></p>`
}
</footer>
</body>
</html>`;
  return { html: page.toString(), text: plainText(content) };
}

function plainText(content: MailContent): string {
  const { language, heading, phone, paragraphs, action, footer, unsubscribeUrl } = content;
  const blocks = [
    heading,
    ...(phone === undefined ? [] : [`${phone.label} ${phone.number}`]),
    ...paragraphs,
    ...(action === undefined ? [] : [`${action.label}\n${webAddress(action.url)}`]),
    // The usual signature mark, so that mail programs fold what follows.
    ['-- ', ...footer].join('\n'),
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
