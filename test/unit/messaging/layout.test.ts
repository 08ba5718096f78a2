import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { mailbox, parseMailbox, singleLine } from '../../../shared/messaging/mailbox.ts';
import { unsubscribeHeaders } from '../../../shared/messaging/unsubscribe.ts';

describe('a mail', () => {
  const content = {
    language: 'zh-CN',
    brand: { organisation: '示例<公司>', colour: '#0b4fb3', contact: 'care@rapport.example' },
    heading: '王小明，您好',
    paragraphs: ['您对我们的服务 <满意> 吗？'],
    action: { label: '开始回答', url: 'https://rapport.example/s/abc?x=1&y=2' },
    footer: ['本邮件由示例公司发送。'],
    unsubscribeUrl: 'https://rapport.example/u/abc',
  } as const;
  const mail = layOutMail(content);

  it('says the same in HTML and in plain text', () => {
    for (const word of ['王小明，您好', '开始回答', '本邮件由示例公司发送。', '退订']) {
      expect(mail.html).toContain(word);
      expect(mail.text).toContain(word);
    }
    expect(mail.text).toContain('https://rapport.example/s/abc?x=1&y=2');
    expect(mail.html).toContain('href="https://rapport.example/s/abc?x=1&amp;y=2"');
    expect(mail.text).toContain('<满意>');
    expect(mail.html).toContain('您对我们的服务 &lt;满意&gt; 吗？');
  });

  it('says at head and foot who it is from, and how to write back', () => {
    expect(mail.html.split('示例&lt;公司&gt;')).toHaveLength(3);
    expect(mail.text.split('示例<公司>')).toHaveLength(3);
    expect(mail.text).toContain('care@rapport.example');
  });

  it('names its language and fetches nothing', () => {
    expect(mail.html).toContain('<html lang="zh-CN">');
    expect(mail.html).not.toMatch(/<img|<script|<link|@import|url\(|src=/);
  });

  it('has no unsubscribe link where there is none to give', () => {
    const { unsubscribeUrl: _, ...rest } = content;
    expect(layOutMail(rest).html).not.toContain('退订');
    expect(layOutMail({ ...rest, language: 'en' }).text).not.toContain('Unsubscribe');
  });

  it('refuses a link that is not a web address', () => {
    const action = { label: 'x', url: 'javascript:alert(1)' };
    expect(() => layOutMail({ ...content, action })).toThrow('not a web address');
  });
});

describe('headers', () => {
  it('offer one-click unsubscribing as RFC 8058 writes it', () => {
    expect(unsubscribeHeaders('https://rapport.example/u/abc')).toEqual({
      'List-Unsubscribe': '<https://rapport.example/u/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(() => unsubscribeHeaders('/u/abc')).toThrow(TypeError);
  });

  it.each([
    ['li@example.com', undefined, 'li@example.com'],
    ['li@example.com', 'Li Wei', '"Li Wei" <li@example.com>'],
    ['li@example.com', 'Li "the" Wei', '"Li \\"the\\" Wei" <li@example.com>'],
    ['li@example.com', '李伟', '=?UTF-8?B?5p2O5Lyf?= <li@example.com>'],
    ['li@example.com', 'Li\r\nBcc: all@example.com', '"Li Bcc: all@example.com" <li@example.com>'],
    ['li@example.com', ' \r\n ', 'li@example.com'],
  ])('write the mailbox %s, %j as %s', (address, name, expected) => {
    expect(mailbox(address, name)).toBe(expected);
  });

  it('keep encoded words within 75 characters and characters whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), (name) => {
        const written = mailbox('li@example.com', `李${name}`);
        const words = written.replace(/ <li@example\.com>$/, '').split(' ');
        const decoded = words.map((word) => {
          expect(word.length).toBeLessThanOrEqual(75);
          return Buffer.from(/^=\?UTF-8\?B\?(.+)\?=$/.exec(word)?.[1] ?? '', 'base64').toString();
        });
        expect(decoded.join('')).toBe(singleLine(`李${name}`));
      }),
    );
  });

  it.each([
    ['care@example.com', { address: 'care@example.com' }],
    ['Rapport <care@example.com>', { address: 'care@example.com', name: 'Rapport' }],
    ['"客户关怀" <care@example.com>', { address: 'care@example.com', name: '客户关怀' }],
    ['<care@example.com>', { address: 'care@example.com' }],
  ])('read the sender %s', (text, expected) => {
    expect(parseMailbox(text)).toEqual(expected);
  });
});
