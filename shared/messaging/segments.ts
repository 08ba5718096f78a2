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

/** Longer ones are refused: AWS takes 1,600 characters, and nobody reads so many. */
export const maximumSegments = 10;

export function segmentsOf(text: string): number {
  const characters = [...text];
  const isGsm = characters.every((each) => basic.has(each) || extended.has(each));
  // A place of UCS-2 is a unit of UTF-16; what takes two is never cut.
  const places = characters.map((each) => (isGsm ? (extended.has(each) ? 2 : 1) : each.length));
  const total = places.reduce((sum, each) => sum + each, 0);
  if (total <= (isGsm ? 160 : 70)) return 1;
  const room = isGsm ? 153 : 67;
  let [segments, used] = [1, 0];
  for (const each of places) {
    if (used + each > room) [segments, used] = [segments + 1, 0];
    used += each;
  }
  return segments;
}
