import type { Email } from '../../../../shared/messaging/email.ts';
import { type LinkSecrets, type Links, linksOf } from '../../../../shared/messaging/links.ts';
import type { Renderer } from '../../../../shared/messaging/renderer.ts';
import type { Brand } from '../../../../shared/pages/brand.ts';
import type { Message } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { redirected } from '../messaging.texts.ts';
import type { Recipient } from './find-recipient.ts';

export interface MailContext {
  readonly messages: Pick<MessagesStore, 'findContent'>;
  readonly renderers: readonly Renderer[];
  readonly links: Pick<LinkSecrets, 'tokenOf'>;
  readonly publicUrl: string;
  readonly brand: Brand;
}

/**
 * What the recipient gets to read.
 *
 * @throws Error when no renderer has this template, or its content is not there
 */
export async function composeMail(
  message: Message,
  { name, address, language, insteadOf }: Pick<Recipient, 'name' | 'address' | 'language' | 'insteadOf'>,
  context: MailContext,
): Promise<Omit<Email, 'id' | 'sendId'>> {
  const renderer = context.renderers.find(({ template }) => template === message.template);
  if (renderer === undefined) throw new Error(`No renderer has the template ${message.template}`);
  const [content, links] = await Promise.all([contentOf(message, context), linksFor(message, context)]);
  const recipient = { name, language };
  const notice = insteadOf && redirected[language].notice(insteadOf);
  const mail = renderer.render({
    content,
    data: message.data,
    recipient,
    links,
    site: siteOf(context),
    brand: context.brand,
    notice,
  });
  const subject = insteadOf ? redirected[language].subject(insteadOf, mail.subject) : mail.subject;
  return { ...mail, subject, to: { address, name } };
}

export async function contentOf(
  message: Message,
  { messages }: Pick<MailContext, 'messages'>,
): Promise<unknown> {
  if (message.content === undefined) return undefined;
  const content = await messages.findContent(message.content);
  if (content === undefined) throw new Error(`The content ${message.content} of ${message.id} is not there`);
  return content;
}

export function siteOf({ publicUrl }: Pick<MailContext, 'publicUrl'>): string {
  return publicUrl.replace(/\/+$/, '');
}

async function linksFor(message: Message, context: MailContext): Promise<Links | undefined> {
  const token = await tokenOf(message, context);
  return token === undefined ? undefined : linksOf(context.publicUrl, token);
}

/** The token of the personal links of a message; undefined where it has none. */
export async function tokenOf(
  { link }: Message,
  { links }: Pick<MailContext, 'links'>,
): Promise<string | undefined> {
  if (link === undefined) return undefined;
  return 'token' in link ? link.token : links.tokenOf(link.secretVersion, link.subject);
}
