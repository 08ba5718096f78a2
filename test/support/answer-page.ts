/** Answering an invitation as a browser without JavaScript does: open the link, fill in the form, send it. */
import type { SentMail } from '../../infra/local/cloud.ts';

export interface OpenedForm {
  readonly status: number;
  readonly page: string;
  /** The hidden fields, as the page gave them. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** The personal link in a mail. */
export function linkIn(mail: SentMail): string {
  const link = /https?:\/\/\S+\/s\/[A-Za-z0-9_-]+/.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`There is no link in the mail to ${mail.to.join(', ')}`);
  return link;
}

export async function openForm(link: string, retries = 0): Promise<OpenedForm> {
  const response = await persistently(() => fetch(link), retries);
  const page = await response.text();
  return { status: response.status, page, hidden: hiddenIn(page) };
}

function hiddenIn(page: string): Record<string, string> {
  const hidden: Record<string, string> = {};
  for (const [tag] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) hidden[name] = decoded(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  return hidden;
}

/** As a browser reads an attribute. */
function decoded(value: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '');
}

/** Sends the form. With `retries` a refusal for being busy is tried again, as a person would. */
export async function sendForm(
  link: string,
  form: OpenedForm,
  fields: Readonly<Record<string, string>>,
  retries = 0,
): Promise<{ status: number; page: string }> {
  const body = new URLSearchParams({ ...form.hidden, ...fields });
  const response = await persistently(() => fetch(link, { method: 'POST', body }), retries);
  return { status: response.status, page: await response.text() };
}

/**
 * Answers page after page up to the last one, which is returned: with these fields where a page asks for them, with the
 * first of what can be chosen elsewhere. `beforeSending` is waited for with each page open.
 */
export async function answerToTheEnd(
  link: string,
  fields: Readonly<Record<string, string>> = {},
  beforeSending: () => Promise<unknown> = async () => {},
): Promise<string> {
  let form = await openForm(link);
  for (let pages = 0; form.page.includes('<form') && pages < 10; pages += 1) {
    await beforeSending();
    const choices = firstChoices(form.page);
    const asked = Object.entries(fields).filter(([name]) => name in choices);
    const sent = await sendForm(link, form, { ...choices, ...Object.fromEntries(asked), go: 'on' });
    form = { ...sent, hidden: hiddenIn(sent.page) };
  }
  return form.page;
}

/** The first of all that can be chosen. */
function firstChoices(page: string): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const [, name = '', value = ''] of page.matchAll(
    /<input type="(?:radio|checkbox)" id="[^"]+" name="([^"]+)" value="([^"]+)"/g,
  ))
    chosen[name] ??= value;
  for (const [, name = ''] of page.matchAll(/<textarea id="([^"]+)"/g)) chosen[name] = 'Words';
  return chosen;
}

async function persistently(send: () => Promise<Response>, retries: number): Promise<Response> {
  for (let tried = 0; ; tried += 1) {
    const response = await send();
    if (response.status < 500 || tried >= retries) return response;
    await response.arrayBuffer();
  }
}
