/** The mail by which a customer is asked to confirm that they agree. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { ConsentWords, purposeSchema } from '../consents/consents.schema.ts';
import { texts } from './preferences.texts.ts';

/** Names the renderer. */
export const template = 'consent-request';

/** In the customer's language, which the link keeps. It leads to a page: nothing is agreed to before they say so there. */
export const consentRequestRenderer = renderer({
  template,
  /** The text of the organisation's own, if it has put one. */
  content: ConsentWords.optional(),
  data: z.strictObject({ purpose: purposeSchema }),
  render: ({ content, data: { purpose }, recipient: { name, language }, links, brand, notice }) => {
    if (links === undefined) throw new Error('A customer cannot agree without a link');
    const { mail, purposes } = texts[language];
    const { name: purposeName, about } = purposes[purpose];
    const subject = mail.subject(purposeName);
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: subject,
      paragraphs: [
        mail.greeting(name),
        mail.ask(purposeName),
        content?.text[language] ?? about('email'),
        mail.otherwise,
      ],
      action: { label: mail.action, url: `${links.consent}?lang=${language}` },
      footer: [mail.once, mail.why],
    });
    return { ...body, subject };
  },
});
