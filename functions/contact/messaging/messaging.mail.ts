/** The mail by which the department learns that one to a member of staff has come back. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { returned } from './messaging.texts.ts';

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
  render: ({ data: { topics, ...colleague }, recipient: { language }, brand, notice }) => {
    const say = returned[language];
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: say.heading,
      paragraphs: [
        say.what(colleague),
        ...(topics.length === 0 ? [] : [say.about(topics.join(', '))]),
        say.fromNow,
      ],
      footer: [say.footer],
    });
    return { ...body, subject: say.subject(colleague) };
  },
});
