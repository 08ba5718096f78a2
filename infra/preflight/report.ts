/** Needs against quotas: what is enough, what is slow, and what has to be raised before a deployment. */
import { type Limited, limited, type Needs } from './needs.ts';
import type { Account, Quotas } from './quotas.ts';

export interface Finding {
  readonly limit: Limited;
  readonly verdict: 'enough' | 'nearly full' | 'too little';
  readonly text: string;
}

type Judged = Pick<Finding, 'verdict'> & Pick<Quotas[Limited], 'value' | 'adjustable'>;

/** From this part of a quota on, it is time to ask for more. */
const nearlyFull = 0.8;

export function compare(needs: Needs, quotas: Quotas): Finding[] {
  return (Object.keys(limited) as Limited[]).map((limit) => {
    const { count, because } = needs[limit];
    const { value, adjustable, source } = quotas[limit];
    const verdict = verdictOn(limit, count, value);
    const ofNew = limit === 'concurrency' ? '; a new account may have 10' : '';
    const facts = `${count} of ${value}${source === 'default' ? ` (default of AWS${ofNew})` : ''}`;
    return {
      limit,
      verdict,
      text: `${limited[limit]}: ${facts}${because === undefined ? '' : `; ${because}`}. ${adviceOn(limit, { verdict, value, adjustable })}`,
    };
  });
}

/** What is to be known of the account beside its quotas. */
export function noticesOn({ isInSandbox, texts }: Pick<Account, 'isInSandbox' | 'texts'>): string[] {
  return [...(isInSandbox === true ? [mailSandbox] : []), ...noticesOnTexts(texts)];
}

const mailSandbox =
  'The account is in the sandbox of SES: mails go only to verified addresses and domains, 200 a day and one a second; those to others wait, and expire. Set mailsPerSecond=1 until SES grants production access (docs/operations.md, The mail sandbox).';

function noticesOnTexts(texts: Account['texts']): string[] {
  if (texts === undefined) return [];
  const { isInSandbox, monthlyDollars } = texts;
  return [
    ...(isInSandbox
      ? [
          'Texts: the account is in the sandbox of AWS End User Messaging SMS: they go only to verified numbers. Ask for production access (docs/operations.md, Text messages).',
        ]
      : []),
    ...(monthlyDollars === undefined
      ? []
      : [
          `Texts: at most ${monthlyDollars} USD a month may be spent; then they pause until the next month. Ask AWS Support for more where that is too little.`,
        ]),
  ];
}

function verdictOn(limit: Limited, count: number, value: number): Finding['verdict'] {
  if (count > value) return 'too little';
  // All of the rate is meant to be used.
  return limit !== 'mailsInSecond' && count > value * nearlyFull ? 'nearly full' : 'enough';
}

function adviceOn(limit: Limited, { verdict, value, adjustable }: Judged): string {
  if (verdict === 'enough') return 'Enough.';
  if (limit === 'mailsInDay') return 'Ask SES for production access.';
  if (limit === 'mailsInSecond') {
    return `Set mailsPerSecond to ${Math.max(1, Math.floor(value))}, or ask SES for production access.`;
  }
  return adjustable
    ? 'Ask AWS to raise it (Service Quotas).'
    : 'AWS raises this for nobody: divide the area.';
}
