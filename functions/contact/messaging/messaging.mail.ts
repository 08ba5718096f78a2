/** The mails to staff: one of theirs has come back, or a customer has answered a text. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { answered, returned } from './messaging.texts.ts';

/** Names the renderer. */
export const template = 'staff-mail-returned';

const Returned = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** What the mail that came back was about. */
  topics: z.array(z.string()),
});
export type Returned = z.infer<typeof Returned>;

export const returnedMailRenderer = renderer({
  template,
  content: z.undefined(),
  data: Returned,
  render: ({ data: { topics, ...colleague }, recipient: { language }, site, brand, notice }) => {
    const say = returned[language];
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: say.heading,
      paragraphs: [
        say.what(colleague),
        ...(topics.length === 0 ? [] : [say.about(topics.join(', '))]),
        say.fromNow,
      ],
      action: {
        label: say.see(colleague),
        url: `${site}/desk/staff/${encodeURIComponent(colleague.id)}`,
      },
      footer: [say.footer],
    });
    return { ...body, subject: say.subject(colleague) };
  },
});

/** Names the renderer. */
export const answeredTemplate = 'text-answered';

const Answered = z.strictObject({
  customerId: z.string(),
  /** Why the department gets it: nobody looks after the customer, or who does is away without a deputy. */
  audience: z.enum(['owner', 'deputy', 'department']),
});
export type Answered = z.infer<typeof Answered>;

/** Says that they have answered, and not what: that stands in their timeline alone. */
export const answeredMailRenderer = renderer({
  template: answeredTemplate,
  content: z.undefined(),
  data: Answered,
  render: ({ data: { customerId, audience }, recipient: { language }, brand, notice }) => {
    const say = answered[language];
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: say.subject,
      paragraphs: [say.what(customerId), say.where(customerId)],
      footer: [say.footer[audience]],
    });
    return { ...body, subject: say.subject };
  },
});
