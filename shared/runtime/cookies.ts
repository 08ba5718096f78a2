/** The cookies of one site: sent to nobody else, read by no script (RFC 6265, and `__Host-` of its successor). */

export interface Cookies {
  /** The value of a cookie among those that a browser has sent. */
  read(name: string, sent: readonly string[]): string | undefined;
  /** The names that begin so, in the order sent: of one path the oldest first (RFC 6265, section 5.4). */
  names(start: string, sent: readonly string[]): readonly string[];
  /** As `Set-Cookie` has it; without an age it goes with the browser. */
  keep(name: string, value: string, ageSeconds?: number): string;
  drop(name: string): string;
}

/**
 * `SameSite=Lax` lets a link and the way back from a provider bring the cookie, and no form of another site.
 *
 * @param isSecure whether the site is served with TLS; without it a browser takes neither `Secure` nor the prefix
 */
export function createCookies(isSecure: boolean): Cookies {
  const prefix = isSecure ? '__Host-desk-' : 'desk-';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    read(name, sent) {
      const start = `${prefix}${name}=`;
      return sent.find((each) => each.startsWith(start))?.slice(start.length);
    },
    names: (start, sent) =>
      sent
        .filter((each) => each.startsWith(`${prefix}${start}`))
        .map((each) => each.slice(prefix.length).split('=', 1).join()),
    keep: (name, value, ageSeconds) =>
      `${prefix}${name}=${value}; ${attributes}${ageSeconds === undefined ? '' : `; Max-Age=${ageSeconds}`}`,
    drop: (name) => `${prefix}${name}=; ${attributes}; Max-Age=0`,
  };
}
