import * as z from 'zod';
import { html } from '../../../shared/pages/html.ts';
import { table } from '../../../shared/pages/table.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import type { SentText } from '../cloud.ts';
import { page } from './pages.ts';
import { Problem } from './problem.ts';

const Reply = z.strictObject({
  from: phoneSchema,
  text: z.string().trim().min(1).max(1600),
  selfManaged: z.boolean().optional(),
});

/** What somebody answers to a text. @throws Problem when it is none */
export function readReply(input: unknown): z.output<typeof Reply> {
  const read = Reply.safeParse(input);
  if (read.success) return read.data;
  throw new Problem(
    400,
    'A reply is {"from":"+8613800000000","text":"TD"}: a number in E.164 and some words; with "selfManaged":true to a number that hands on STOP.',
  );
}

export function textListPage(texts: readonly SentText[]): string {
  const rows = texts
    .toReversed()
    .slice(0, 500)
    .map((sent) => [
      linked(sent.text),
      sent.to,
      sent.at.replace('T', ' ').slice(0, 16),
      html`<form class="inline" method="post" action="/_local/texts/reply"><input type="hidden" name="from"
value="${sent.to}"><button name="text" value="TD">TD</button><button name="text" value="START">START</button></form>`,
    ]);
  const title = `Texts (${texts.length})`;
  const list = table({
    caption: 'Sent texts',
    isCaptionHidden: true,
    heads: ['Text', 'To', 'Sent (UTC)', 'Answer'],
    rows,
    empty: 'No text yet. Campaigns with the channel sms send some.',
  });
  return page(
    title,
    html`<h1>${title}</h1><p>Every text message the application has sent, newest first. Nothing has left this machine.
The same as JSON: <a href="/_local/texts">/_local/texts</a></p>${list}`,
  );
}

function linked(text: string) {
  const [before = '', link, after = ''] = text.split(/(https?:\/\/\S+)/);
  return link === undefined ? text : html`${before}<a href="${link}">${link}</a>${after}`;
}
