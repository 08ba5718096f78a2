/**
 * Into how many parts a text message is cut, which is what it costs. A part holds 160 characters of the GSM alphabet or
 * 70 of UCS-2, and where there are several 153 or 67, for each then says where it belongs (3GPP TS 23.040, 9.2.3.24.1;
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-character.html).
 */

/** 3GPP TS 23.038, 6.2.1: the default alphabet. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** 3GPP TS 23.038, 6.2.1.1: each takes two places. */
const extended = new Set('\f^{}\\[~]|€');

/** What AWS takes at most: characters of the GSM alphabet, and others. */
const longest = { gsm: 1530, other: 630 } as const;

/** Whether a text is longer than any service takes, and anybody reads. */
export function isTooLong(text: string): boolean {
  return isGsm(text) ? placesOf(text) > longest.gsm : text.length > longest.other;
}

/** Signs of good type that the GSM alphabet lacks: one of them makes a text of one part two. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
};

/** The same text without the signs that alone would make it longer to send; as it is when others do, too. */
export function inFewestParts(text: string): string {
  const simpler = text.replaceAll(/[‘’“”–—…\u00a0]/g, (sign) => plain[sign] ?? sign);
  return isGsm(simpler) ? simpler : text;
}

function isGsm(text: string): boolean {
  return [...text].every((each) => basic.has(each) || extended.has(each));
}

function placesOf(text: string): number {
  return [...text].reduce((sum, each) => sum + (extended.has(each) ? 2 : 1), 0);
}

export function segmentsOf(text: string): number {
  const characters = [...text];
  const inGsm = isGsm(text);
  // A place of UCS-2 is a unit of UTF-16; what takes two is never cut.
  const places = characters.map((each) => (inGsm ? (extended.has(each) ? 2 : 1) : each.length));
  const total = places.reduce((sum, each) => sum + each, 0);
  if (total <= (inGsm ? 160 : 70)) return 1;
  const room = inGsm ? 153 : 67;
  let [segments, used] = [1, 0];
  for (const each of places) {
    if (used + each > room) [segments, used] = [segments + 1, 0];
    used += each;
  }
  return segments;
}
