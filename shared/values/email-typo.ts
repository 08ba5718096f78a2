import spelling from '@zootools/email-spell-checker';

/** Beside those that the package knows: where people in China have their mail, and whose names look like another's. */
const domains = [
  ...spelling.POPULAR_DOMAINS,
  ...[
    'qq.com',
    'vip.qq.com',
    'foxmail.com',
    '163.com',
    'vip.163.com',
    '126.com',
    'yeah.net',
    '188.com',
    '139.com',
  ],
  ...[
    '189.cn',
    'wo.cn',
    'sina.com',
    'sina.cn',
    'sohu.com',
    'tom.com',
    '21cn.com',
    'aliyun.com',
    'live.cn',
    'outlook.com',
  ],
  ...[
    'hotmail.com',
    'live.com',
    'msn.com',
    'me.com',
    'mac.com',
    'ymail.com',
    'gmx.com',
    'gmx.de',
    'web.de',
    'mail.com',
  ],
];
const known: ReadonlySet<string> = new Set(domains);

/** In shorter names every slip is another company: jd.com is not meant to be qq.com. */
const shortestGuess = 5;

/**
 * What an e-mail address was probably meant to be, where its domain is that of a large provider but for a slip
 * (`gmial.com`, `qq.con`). Undefined where nothing looks wrong. A guess for a person to decide on, never a correction.
 */
export function suggestEmail(email: string): string | undefined {
  const domain = domainOf(email);
  if (known.has(domain)) return undefined;
  const suggestion = spelling.run({ email, domains })?.full;
  if (suggestion === undefined || suggestion === email) return undefined;
  const name = nameOf(domainOf(suggestion));
  return name.length >= shortestGuess || name === nameOf(domain) ? suggestion : undefined;
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

function nameOf(domain: string): string {
  return domain.slice(0, domain.indexOf('.'));
}
