/** What the department reads when mail to a member of staff does not arrive. */
import { describe, expect, it } from 'vitest';
import { callbackRenderer } from '../../../functions/callbacks/callbacks/callbacks.mail.ts';
import { returnedMailRenderer } from '../../../functions/contact/messaging/messaging.mail.ts';
import { redirected } from '../../../functions/contact/messaging/messaging.texts.ts';
import { brand } from '../../support/campaign-samples.ts';

const site = 'https://rapport.example';

const grace = { id: 'grace', name: 'Grace <Hopper>' };
const languages = ['en', 'zh-CN'] as const;

describe.each(languages)('in %s', (language) => {
  const input = {
    content: undefined,
    links: undefined,
    site,
    brand,
    recipient: { name: 'Rapport', language },
  };

  it('a mail that came back is told with whom it was for, what it was about and what to do', () => {
    const data = { ...grace, topics: ['callback_1/2'] };
    const { subject, text, html } = returnedMailRenderer.render({ ...input, data });
    expect(subject).toContain(grace.name);
    for (const said of [
      grace.name,
      'grace',
      'callback_1/2',
      `${site}/desk/staff/grace`,
      'GET /suppressions?email=',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('PUT /staff');
    expect(html).toContain('Grace &lt;Hopper&gt;');
    const without = returnedMailRenderer.render({ ...input, data: { ...grace, topics: [] } });
    expect(without.text.length).toBeLessThan(text.length);
  });

  it('one that comes in place of theirs says so before anything else', () => {
    const notice = redirected[language].notice(grace);
    const due = {
      wallTime: '2026-11-23T10:00',
      timeZone: 'Asia/Shanghai',
      instant: '2026-11-23T02:00:00.000Z',
    };
    const data = {
      id: 'callback_1',
      customerId: 'customer_1',
      due,
      audience: 'owner',
      attempts: 0,
    };
    const { text } = callbackRenderer.render({ ...input, data, notice });
    expect(text.split('\n\n')[1]).toBe(notice);
    for (const said of [grace.name, 'grace']) expect(notice).toContain(said);
  });
});
