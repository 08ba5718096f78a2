import { linksOf } from '../../../../shared/messaging/links.ts';
import { inFewestParts, isTooLong, segmentsOf } from '../../../../shared/messaging/segments.ts';
import { shortLinkTo, shortUrlOf } from '../../../../shared/messaging/short-links.ts';
import type { Text } from '../../../../shared/messaging/sms.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Message } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { contentOf, type MailContext, siteOf, tokenOf } from './compose-mail.ts';
import type { Recipient } from './find-recipient.ts';

export type TextContext = MailContext & {
  readonly messages: Pick<MessagesStore, 'findContent' | 'putShortLink'>;
  /** Whether whoever gets a text can answer it. */
  readonly takesAnswers: boolean;
};

/** A text, into how many parts it is cut, and the write by which its short link leads somewhere. */
export interface ComposedText {
  readonly text: Pick<Text, 'to' | 'text'>;
  readonly segments: number;
  readonly writes: readonly Write[];
}

/**
 * What the recipient gets to read on a phone. Its personal link is a short one.
 *
 * @throws Error when no renderer makes a text of this template, its content is not there, or it is far too long
 */
export async function composeText(
  message: Message,
  { name, address, language }: Pick<Recipient, 'name' | 'address' | 'language'>,
  context: TextContext,
): Promise<ComposedText> {
  const renderer = context.renderers.find(({ template }) => template === message.template);
  if (renderer?.renderSms === undefined)
    throw new Error(`No renderer makes a text of the template ${message.template}`);
  const [content, token] = await Promise.all([contentOf(message, context), tokenOf(message, context)]);
  const { publicUrl, brand, messages, takesAnswers } = context;
  const long = token === undefined ? undefined : linksOf(publicUrl, token);
  const short = long && shortLinkTo(`${long.answer}?lang=${language}`);
  const links = long && short && { ...long, answer: shortUrlOf(publicUrl, short.code) };
  const written = renderer.renderSms({
    ...{ content, data: message.data, recipient: { name, language }, links, brand, takesAnswers },
    site: siteOf(context),
  });
  const text = inFewestParts(written);
  const segments = segmentsOf(text);
  if (isTooLong(text)) throw new Error(`The text of ${message.id} has ${segments} parts`);
  const writes = short === undefined ? [] : [messages.putShortLink(short, message.expiresAt)];
  return { text: { to: address, text }, segments, writes };
}
