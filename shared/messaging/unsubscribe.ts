/**
 * Headers that give mail programs a one-click way out (RFC 8058). The address must take a POST without cookies;
 * a GET of it shows a page and changes nothing, because scanners open every link.
 *
 * @throws TypeError when `url` is not an absolute web address
 */
export function unsubscribeHeaders(
  url: string,
): Record<'List-Unsubscribe' | 'List-Unsubscribe-Post', string> {
  return {
    'List-Unsubscribe': `<${new URL(url).href}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
