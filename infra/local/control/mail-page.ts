import { type Html, type HtmlValue, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import type { SentMail } from '../cloud.ts';
import { page } from './pages.ts';

export function mailListPage(mails: readonly SentMail[]): string {
  const rows = mails
    .toReversed()
    .slice(0, 500)
    .map((mail) => [
      html`<a href="/_local/mail/${encodeURIComponent(mail.id)}">${mail.subject || '(no subject)'}</a>`,
      mail.to.map(readable).join(', '),
      mail.at.replace('T', ' ').slice(0, 16),
    ]);
  const title = `Inbox (${mails.length})`;
  const list = table({
    caption: 'Sent mail',
    isCaptionHidden: true,
    heads: ['Subject', 'To', 'Sent (UTC)'],
    rows,
    empty: 'No mail yet. What the application sends appears here; moving the clock fires what is due.',
  });
  return page(
    title,
    html`<h1>${title}</h1><p>Every mail the application has sent, newest first. Nothing has left this machine.
The same as JSON: <a href="/_local/inbox">/_local/inbox</a></p>${list}`,
  );
}

export function mailPage(mail: SentMail): string {
  const facts = {
    From: readable(mail.from),
    To: mail.to.map(readable).join(', '),
    Sent: mail.at,
    ...mail.headers,
  };
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  const rows = [...Object.entries(facts), ...(tags.length > 0 ? [['Tags', tags.join(', ')]] : [])];
  const headers = table({
    caption: 'Headers',
    isCaptionHidden: true,
    heads: ['Header', 'Value'],
    rows,
    empty: 'No headers.',
  });
  const links = linksOf(mail);
  return page(
    mail.subject,
    html`<h1>${mail.subject}</h1>${headers}
<h2>Links</h2>${links.length === 0 ? emptyState('No links.') : html`<ul>${links.map(linkItem)}</ul>`}
${mail.html !== '' && html`<h2>As HTML</h2>${frame(mail)}`}
<h2>As text</h2><pre>${withLinks(mail.text)}</pre>`,
  );
}

/** Names beyond ASCII travel as encoded words (RFC 2047). */
const readable = (mailbox: string) =>
  mailbox.replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, base64: string) =>
    Buffer.from(base64, 'base64').toString(),
  );

const linkItem = (link: string) => html`<li><a href="${link}">${link}</a></li>`;

/** The mail runs no script and sees nothing of this page; its links open in the whole window. */
function frame(mail: SentMail): Html {
  const source = `<base target="_top">${mail.html}`;
  return html`<iframe title="The mail as HTML" srcdoc="${source}"
sandbox="allow-top-navigation-by-user-activation"></iframe>`;
}

const address = /https?:\/\/[^\s"'<>]+/g;

function linksOf(mail: SentMail): string[] {
  const inHtml = [...mail.html.matchAll(/href="(https?:\/\/[^"]+)"/g)].map((match) =>
    decoded(match[1] ?? ''),
  );
  const inText = mail.text.match(address) ?? [];
  return [...new Set([...inText.map(trimmed), ...inHtml])];
}

/** A full stop or bracket after an address belongs to the sentence. */
const trimmed = (link: string) => link.replace(/[.,;:!?)\]]+$/, '');

const decoded = (text: string) =>
  text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');

function withLinks(text: string): Html {
  let end = 0;
  const parts: HtmlValue[] = [];
  for (const match of text.matchAll(address)) {
    const link = trimmed(match[0]);
    parts.push(text.slice(end, match.index), html`<a href="${link}">${link}</a>`);
    end = match.index + link.length;
  }
  return html`${parts}${text.slice(end)}`;
}
