/** Needs against quotas: what is enough, what is slow, and what has to be raised before a deployment. */
import { type Limited, limited, type Needs } from './needs.ts';
import type { Quotas } from './quotas.ts';

export interface Finding {
  readonly limit: Limited;
  readonly verdict: 'enough' | 'nearly full' | 'slower' | 'too little';
  readonly text: string;
}

/** From this part of a quota on, it is time to ask for more. */
const nearlyFull = 0.8;

export function compare(needs: Needs, quotas: Quotas): Finding[] {
  return (Object.keys(limited) as Limited[]).map((limit) => {
    const { count, because } = needs[limit];
    const { value, adjustable, source } = quotas[limit];
    const verdict = verdictOn(limit, count, value);
    const facts = `${count} of ${value}${source === 'default' ? ' (default of AWS)' : ''}`;
    return {
      limit,
      verdict,
      text: `${limited[limit]}: ${facts}${because === undefined ? '' : `; ${because}`}. ${adviceOn(limit, verdict, adjustable)}`,
    };
  });
}

function verdictOn(limit: Limited, count: number, value: number): Finding['verdict'] {
  if (limit === 'mailsAtOnce') return count > value ? 'slower' : 'enough';
  return count > value ? 'too little' : count > value * nearlyFull ? 'nearly full' : 'enough';
}

function adviceOn(limit: Limited, verdict: Finding['verdict'], adjustable: boolean): string {
  if (verdict === 'enough') return 'Enough.';
  if (limit === 'mailsAtOnce')
    return 'What SES throttles goes minutes later: lower batchSize of messaging.sending.queue in infra/areas/contact.ts, then maximumConcurrency (2 at least).';
  if (limit === 'mailsInDay' || limit === 'mailsInSecond') return 'Ask SES for production access.';
  return adjustable
    ? 'Ask AWS to raise it (Service Quotas).'
    : 'AWS raises this for nobody: divide the area.';
}
