/** The mail by which a customer is asked to confirm that they agree. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { ConsentWords, purposeSchema } from '../consents/consents.schema.ts';
import { builtInWords } from '../consents/index.ts';
import { texts } from './preferences.texts.ts';

/** Names the renderer. */
export const template = 'consent-request';

/** In the customer's language, which the link keeps. It leads to a page: nothing is agreed to before they say so there. */
export const consentRequestRenderer = renderer({
  template,
  /** What they agree to; missing in mails that were planned long ago. */
  content: ConsentWords.optional(),
  data: z.strictObject({ purpose: purposeSchema }),
  render: ({ content, data: { purpose }, recipient: { name, language }, links, brand, notice }) => {
    if (links === undefined) throw new Error('A customer cannot agree without a link');
    const { mail, purposes } = texts[language];
    const purposeName = purposes[purpose];
    const subject = mail.subject(purposeName);
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: subject,
      paragraphs: [
        mail.greeting(name),
        mail.ask(purposeName),
        content?.text[language] ?? builtInWords[purpose][language],
        mail.otherwise,
      ],
      action: { label: mail.action, url: `${links.consent}?lang=${language}` },
      footer: [mail.once, mail.why],
    });
    return { ...body, subject };
  },
});
