/** What a text costs, what people answer to it, and where its short link leads. */
import { describe, expect, it } from 'vitest';
import { wishOf } from '../../../shared/messaging/opt-out.ts';
import { inFewestParts, isTooLong, segmentsOf } from '../../../shared/messaging/segments.ts';
import { hashOfCode, isCode, shortLinkTo, targetOf } from '../../../shared/messaging/short-links.ts';

describe('the parts of a text', () => {
  // 3GPP TS 23.038 and 23.040: 160 and 153 places of the GSM alphabet, 70 and 67 of UCS-2.
  it.each([
    ['nothing', '', 1],
    ['160 letters', 'a'.repeat(160), 1],
    ['161 letters', 'a'.repeat(161), 2],
    ['306 letters', 'a'.repeat(306), 2],
    ['307 letters', 'a'.repeat(307), 3],
    ['80 signs of the extension', '€'.repeat(80), 1],
    ['81 of them', '€'.repeat(81), 2],
    ['153 of them, two places each and never cut', '€'.repeat(153), 3],
    ['70 Chinese characters', '您'.repeat(70), 1],
    ['71', '您'.repeat(71), 2],
    ['134', '您'.repeat(134), 2],
    ['135', '您'.repeat(135), 3],
    ['one sign outside of the alphabet among 71', `${'a'.repeat(70)}ç`, 2],
    ['35 signs of two units', '😀'.repeat(35), 1],
    ['67 of them, never cut', '😀'.repeat(67), 3],
    ['Greek capitals and umlauts', 'ΔΦΓΛΩΠΨΣΘΞÄÖÑÜ§äöñüà'.repeat(8), 1],
  ])('%s', (_, text, parts) => {
    expect(segmentsOf(text)).toBe(parts);
  });
});

describe('a text in the fewest parts', () => {
  it('has plain signs where good type alone would double it', () => {
    expect(inFewestParts('“Wie war’s”\u2026 – gut?')).toBe('"Wie war\'s"... - gut?');
  });

  it('keeps them where it is long anyway', () => {
    expect(inFewestParts('您好…“谢谢”')).toBe('您好…“谢谢”');
  });

  // https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html
  it.each([
    ['a'.repeat(1530), false],
    ['a'.repeat(1531), true],
    ['您'.repeat(630), false],
    ['您'.repeat(631), true],
  ])('is too long for the service from a length on', (text, expected) => {
    expect(isTooLong(text)).toBe(expected);
  });
});

describe('an answer to a text', () => {
  it.each([
    'STOP',
    ' stop. ',
    'Stop all',
    'Unsubscribe!',
    'Remove',
    'Opt-out',
    '退订',
    '退訂',
    '“退订”',
    'TD',
    'td',
    'Ｔ',
    'T',
    '拒收',
    'R',
    '退订回T',
    '回T',
    '回复TD',
    '回复退订',
    'TD退订',
    '我要退订，谢谢',
    '停止',
    '请停止发送',
    '取消',
    '取消订阅',
    'STOP please',
    'please stop!',
    'Stop texting me',
    'unsubscribe me, thanks',
  ])('%j stops them', (answer) => expect(wishOf(answer)).toBe('stop'));
  it.each(['START', 'start ', '订阅', '訂閱', 'UNSTOP'])('%j takes that back', (answer) => {
    expect(wishOf(answer)).toBe('start');
  });
  it.each([
    '',
    'Yes',
    'HELP',
    'I cannot stop laughing',
    '谢谢',
    'STOP and START',
    '9',
    'constructor',
    'please stop by tomorrow',
    'Thank you',
    'the end',
    '不要退订',
    '取消退订',
    '我想问一下上周的订单取消了没有',
    '我同意',
  ])('%j is neither', (answer) => expect(wishOf(answer)).toBeUndefined());
});

describe('a short link', () => {
  const target = 'https://rapport.example/s/R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo?lang=en';

  it('has a code of 12 signs that follows from where it leads, and says nothing of it', () => {
    const [link, again, other] = [shortLinkTo(target), shortLinkTo(target), shortLinkTo(`${target}x`)];
    expect(link.code).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect([again.code, again.hash]).toEqual([link.code, link.hash]);
    expect(other.code).not.toBe(link.code);
    expect(link.hash).toBe(hashOfCode(link.code));
    const kept = Buffer.from(link.sealed, 'base64url').toString('latin1') + link.hash;
    for (const secret of [link.code, 'R4nd0mT0ken', 'rapport']) expect(kept).not.toContain(secret);
  });

  it('leads there with its code, and with no other', () => {
    const { code, sealed } = shortLinkTo(target);
    expect(targetOf(sealed, code)).toBe(target);
    expect(() => targetOf(sealed, shortLinkTo('https://rapport.example/').code)).toThrow();
  });

  it.each(['', 'short', 'R4nd0mC0de_-x', 'R4nd0mC0de#1', 'R4nd0mC0de/1'])('%j is no code', (text) => {
    expect(isCode(text)).toBe(false);
  });
});
