import type { SentMail } from '../cloud.ts';
import { escapeText, Fragment, html, page, table } from './html.ts';

export function mailListPage(mails: readonly SentMail[]): string {
  const rows = mails
    .toReversed()
    .slice(0, 500)
    .map((mail) => [
      mail.at.replace('T', ' ').slice(0, 16),
      mail.to.map(readable).join(', '),
      html`<a href="/_local/mail/${encodeURIComponent(mail.id)}">${mail.subject || '(no subject)'}</a>`,
    ]);
  const title = `Inbox (${mails.length})`;
  const note = html`<p>Every mail the application has sent, newest first. Nothing has left this machine.
The same as JSON: <a href="/_local/inbox">/_local/inbox</a></p>`;
  return page(
    title,
    html`<h1>${title}</h1>${note}${table('Sent mail', ['Sent (UTC)', 'To', 'Subject'], rows)}`,
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
  const links = linksOf(mail);
  return page(
    mail.subject,
    html`<h1>${mail.subject}</h1>${table('Headers', ['Header', 'Value'], rows)}
<h2>Links</h2>${links.length === 0 ? html`<p class="none">None.</p>` : html`<ul>${links.map(linkItem)}</ul>`}
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
function frame(mail: SentMail): Fragment {
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
  text.replaceAll('&amp;', '&').replaceAll('&#x2F;', '/').replaceAll('&#39;', "'");

function withLinks(text: string): Fragment {
  let end = 0;
  let written = '';
  for (const match of text.matchAll(address)) {
    const link = trimmed(match[0]);
    written += `${escapeText(text.slice(end, match.index))}<a href="${escapeText(link)}">${escapeText(link)}</a>`;
    end = match.index + link.length;
  }
  return new Fragment(written + escapeText(text.slice(end)));
}
