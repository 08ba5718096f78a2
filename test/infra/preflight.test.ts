import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsOf } from '../../infra/preflight/needs.ts';
import { askAccount, defaultQuotas } from '../../infra/preflight/quotas.ts';
import { compare, noticesOn } from '../../infra/preflight/report.ts';
import { synthesize } from './synthesis.ts';
import { type SyntheticDomain, synthesizeDomains } from './synthetic.ts';

const domains: SyntheticDomain[] = [
  {
    name: 'orders',
    area: 'commerce',
    routes: ['GET /orders', 'POST /orders'],
    listensTo: ['customer.created'],
  },
  {
    name: 'pages',
    area: 'surveys',
    routes: ['GET /pages'],
    publicRoutes: ['GET /p/{token}'],
    ownQueue: 'work',
  },
];
const needs = needsOf(synthesizeDomains(domains).app.synth());

describe('the needs of a deployment', () => {
  it('are counted in its templates', () => {
    // Two of orders, two of pages, HEAD of the public one, and $default.
    expect(needs.routes.count).toBe(6);
    // commerce.http, surveys.http, pages.page.http, platform.http.
    expect(needs.integrations.count).toBe(4);
    // commerce-events and pages-work on our bus; parked records alone on the default bus.
    expect(needs.rules.count).toBe(2);
    // commerce-events 5, pages-work 5, platform-parked 2, platform-due-sweep 2, the relay 1; 20 requests.
    expect(needs.concurrency.count).toBe(35);
    expect(needs.scopes.count).toBeGreaterThanOrEqual(10);
  });

  it('count a request twice where there is a desk, whose pages wait for the API', () => {
    const desk: SyntheticDomain = { name: 'desk', area: 'commerce', routes: ['GET /desk'] };
    const [orders, pages] = domains as [SyntheticDomain, SyntheticDomain];
    const { concurrency } = needsOf(synthesizeDomains([orders, desk, pages]).app.synth());
    expect(concurrency.count).toBe(55);
    expect(concurrency.because).toBe('15 of consumers, 40 of requests, 0 set aside');
  });

  it('count what is set aside, beside what Lambda keeps unreserved', () => {
    const reserved = needsOf(synthesizeDomains(domains, { concurrency: 'reserved' }).app.synth());
    // 20 for the page, and the 100 that stay unreserved.
    expect(reserved.concurrency.count).toBe(120);
  });
});

describe('the sender of mail', async () => {
  const real = needsOf((await synthesize()).app.synth());
  const ofRate = (value: number) =>
    compare(real, { ...defaultQuotas, mailsInSecond: { value, adjustable: true, source: 'account' } }).find(
      ({ limit }) => limit === 'mailsInSecond',
    );

  it('sends as many a second as it is set to, which is what a new account is granted', () => {
    expect(real.mailsInSecond.count).toBe(14);
    expect(ofRate(14)?.verdict).toBe('enough');
  });

  it('is to be set to what SES grants where that is less', () => {
    expect(ofRate(1)).toEqual({
      limit: 'mailsInSecond',
      verdict: 'too little',
      text: 'Mails in a second: 14 of 1; the setting mailsPerSecond. Set mailsPerSecond to 1, or ask SES for production access.',
    });
  });
});

describe('the report', () => {
  const verdicts = (quotas: typeof defaultQuotas) =>
    Object.fromEntries(compare(needs, quotas).map(({ limit, verdict }) => [limit, verdict]));

  it('finds the defaults of AWS enough for all but mail', () => {
    const { mailsInDay, ...others } = verdicts(defaultQuotas);
    expect(mailsInDay).toBe('too little');
    expect(new Set(Object.values(others))).toEqual(new Set(['enough']));
  });

  it('says what to do where a quota is too small or nearly full', () => {
    const small = {
      ...defaultQuotas,
      concurrency: { value: 10, adjustable: true, source: 'account' as const },
      routes: { value: 6, adjustable: true, source: 'account' as const },
      integrations: { value: 3, adjustable: false, source: 'account' as const },
    };
    const texts = compare(needs, small).map(({ text }) => text);
    expect(texts).toContainEqual(
      'Concurrent executions of functions: 35 of 10; 15 of consumers, 20 of requests, 0 set aside. Ask AWS to raise it (Service Quotas).',
    );
    expect(texts).toContainEqual('Routes of the HTTP API: 6 of 6. Ask AWS to raise it (Service Quotas).');
    expect(texts).toContainEqual(
      'Integrations of the HTTP API: 4 of 3. AWS raises this for nobody: divide the area.',
    );
  });
});

describe('the quotas of an account', () => {
  const ofProduction = {
    ProductionAccessEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14 },
  };
  const ofSandbox = { ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200, MaxSendRate: 1 } };
  let mailAccount: object = ofProduction;
  const refusal = { __type: 'AccessDeniedException', Message: 'not authorized' };
  /** By operation. */
  let textAccount: Readonly<Record<string, object>> = {};

  /** Answers as Service Quotas, End User Messaging and SES do: these name the operation in a header, SES in its path. */
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const asked = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      const reply = request.url?.startsWith('/v2/email/account')
        ? mailAccount
        : (textAccount[asked] ?? quotasOf(JSON.parse(body)));
      if (reply === refusal) response.statusCode = 400;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(reply));
    });
  });

  function quotasOf({ ServiceCode, NextToken }: { ServiceCode: string; NextToken?: string }): unknown {
    if (ServiceCode !== 'lambda') return { Quotas: [] };
    if (NextToken === undefined)
      return { NextToken: 'page2', Quotas: [{ QuotaName: 'Function and layer storage', Value: 75 }] };
    return { Quotas: [{ QuotaName: 'Concurrent executions', Value: 10, Adjustable: true }] };
  }

  let endpoint = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function ask() {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const options = { endpoint, region: 'eu-central-1', credentials };
    return askAccount({
      quotas: new ServiceQuotasClient(options),
      mail: new SESv2Client(options),
      texts: new PinpointSMSVoiceV2Client(options),
    });
  }

  it('replace the defaults as far as the account tells them', async () => {
    mailAccount = ofProduction;
    const account = await ask();
    expect(account.quotas).toEqual({
      ...defaultQuotas,
      concurrency: { value: 10, adjustable: true, source: 'account' },
      mailsInDay: { value: 50_000, adjustable: true, source: 'account' },
      mailsInSecond: { value: 14, adjustable: true, source: 'account' },
    });
    expect(noticesOn(account)).toEqual([]);
  });

  it('come with what the sandbox means for mails, where the account is in it', async () => {
    mailAccount = ofSandbox;
    const account = await ask();
    expect(account.quotas.mailsInDay.value).toBe(200);
    const [notice, ...others] = noticesOn(account);
    expect(others).toEqual([]);
    for (const said of ['sandbox', 'verified', '200 a day', 'one a second', 'mailsPerSecond=1']) {
      expect(notice).toContain(said);
    }
  });

  it('tell whether texts go only to verified numbers, and what may be spent on them', async () => {
    mailAccount = ofProduction;
    textAccount = {
      DescribeAccountAttributes: { AccountAttributes: [{ Name: 'ACCOUNT_TIER', Value: 'SANDBOX' }] },
      DescribeSpendLimits: {
        SpendLimits: [
          { Name: 'VOICE_MESSAGE_MONTHLY_SPEND_LIMIT', EnforcedLimit: 9, MaxLimit: 9, Overridden: false },
          { Name: 'TEXT_MESSAGE_MONTHLY_SPEND_LIMIT', EnforcedLimit: 20, MaxLimit: 100, Overridden: true },
        ],
      },
    };
    const account = await ask();
    expect(account.texts).toEqual({ isInSandbox: true, monthlyDollars: 20 });
    const [sandbox, limit, ...others] = noticesOn(account);
    expect([sandbox, limit, others]).toEqual([
      expect.stringContaining('only to verified numbers'),
      expect.stringContaining('at most 20 USD a month'),
      [],
    ]);
    textAccount = {};
  });

  it('keep what one service has said where another may not be asked', async () => {
    mailAccount = ofProduction;
    textAccount = { DescribeAccountAttributes: refusal };
    const account = await ask();
    expect(account.quotas).toMatchObject({ concurrency: { value: 10 }, mailsInDay: { value: 50_000 } });
    expect(account.texts).toBeUndefined();
    expect(account.refusals).toMatchObject([{ name: 'AccessDeniedException' }]);
    textAccount = {};
  });
});
