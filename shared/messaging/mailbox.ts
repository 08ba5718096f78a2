/**
 * SES takes no more for an address with its name, encoded as it travels:
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html
 */
export const maximumMailboxLength = 320;

/**
 * A mailbox as a mail header carries it: `li.wei@example.com`, or with a name `=?UTF-8?B?…?= <li.wei@example.com>`
 * (RFC 2047; SES takes no bare UTF-8 here). Line breaks in names are dropped, so no header can be smuggled in. A name that makes it too
 * long is left out: the mail matters more.
 */
export function mailbox(address: string, name?: string): string {
  const cleanAddress = singleLine(address);
  const cleanName = name === undefined ? '' : singleLine(name);
  if (cleanName === '') return cleanAddress;
  const named = `${isPrintableAscii(cleanName) ? quoted(cleanName) : encodedWords(cleanName)} <${cleanAddress}>`;
  return named.length > maximumMailboxLength ? cleanAddress : named;
}

/** Reads `Rapport <care@example.com>` or a bare address, as the setting for the sender is written. */
export function parseMailbox(text: string): { address: string; name?: string } {
  const [, name, address] = /^\s*"?([^"<>]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? [];
  if (address === undefined) return { address: text.trim() };
  return name === undefined || name === '' ? { address } : { address, name };
}

/** Text for a header: line breaks and other control characters become blanks. */
export function singleLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`;
}

// An encoded word holds at most 75 characters, so 45 bytes of text; characters must not be split.
function encodedWords(name: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of name) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}
