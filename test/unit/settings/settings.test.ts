import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../../../infra/settings.ts';

const good = {
  stage: 'prod',
  organisation: '客户关系部',
  brandColour: '#0b4fb3',
  mailFrom: 'care@example.com',
  mailTls: 'require',
  mailsPerSecond: 14,
  askAgainAfterDays: 6,
  departmentLanguage: 'zh-CN',
  callbackMailDetails: 'full',
  shortestCampaignHours: 24,
  auditDays: 1095,
  exportDays: 7,
  importDays: 30,
  erasureDays: 15,
  issuer: 'cognito',
  logRetentionDays: 90,
  concurrency: 'unreserved',
  encryption: 'customer-managed',
  alarmActions: 'none',
  mailIdentity: 'create',
  tracing: 'on',
  architecture: 'arm64',
  recursionDetection: 'on',
};

const contextOf = (settings: Record<string, unknown>) => ({ settings: { default: settings } });

function violationsOf(context: Record<string, unknown>): string {
  try {
    readSettings(context);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('These settings were accepted.');
}

describe.each([
  ['smsFrom', 'arn:aws:sms-voice:eu-central-1:111122223333:phone-number/phone-1'],
  ['certificateArn', 'arn:aws:acm:eu-central-1:111122223333:certificate/abc'],
] as const)('the ARN in %s', (setting, arn) => {
  const publicUrl = 'https://crm.example.com';
  const into = (target: { region?: string; account?: string }) => () =>
    readSettings(contextOf({ ...good, publicUrl, [setting]: arn }), target)[setting];

  it('is taken where it is in the region and account of the stacks, or nobody knows these', () => {
    expect(into({ region: 'eu-central-1', account: '111122223333' })()).toBe(arn);
    expect(into({})()).toBe(arn);
    // As the command line tells it where nobody is signed in.
    expect(into({ region: 'us-east-1' })()).toBe(arn);
    const without = readSettings(contextOf(good), { region: 'eu-west-1', account: '1' });
    expect(without[setting]).toBeUndefined();
  });

  it('is refused of another region or account, with what to do', () => {
    expect(into({ region: 'eu-west-1', account: '111122223333' })).toThrow(
      new RegExp(
        `${setting} names the region eu-central-1, and the stacks go to eu-west-1\\.\\s+Set the ARN of one in eu-west-1, deploy into eu-central-1 .+, or leave ${setting} out`,
      ),
    );
    expect(into({ region: 'eu-central-1', account: '444455556666' })).toThrow(
      `${setting} names the account 111122223333, and the stacks go to 444455556666`,
    );
  });
});

describe('settings', () => {
  it('of this project can be deployed as they are', () => {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    expect(readSettings(context).stage).toBe('dev');
    expect(readSettings({ ...context, stage: 'local' })).toMatchObject({
      stage: 'local',
      encryption: 'aws-owned',
    });
  });

  it('come from the flags first, then from the stage, then from the defaults', () => {
    const settings = {
      default: { ...good, stage: 'dev' },
      prod: { mailFrom: 'prod@example.com', logRetentionDays: 365 },
    };
    expect(readSettings({ settings }).mailFrom).toBe('care@example.com');
    expect(readSettings({ settings, stage: 'prod' })).toMatchObject({
      stage: 'prod',
      mailFrom: 'prod@example.com',
      logRetentionDays: 365,
    });
    expect(readSettings({ settings, stage: 'prod', mailFrom: 'flag@example.com' }).mailFrom).toBe(
      'flag@example.com',
    );
  });

  it('name the origins whose pages may call, as browsers write them', () => {
    const corsOrigins = 'https://console.example.com,http://localhost:5173';
    expect(readSettings(contextOf({ ...good, corsOrigins })).corsOrigins).toEqual(corsOrigins.split(','));
    expect(readSettings(contextOf(good)).corsOrigins).toBeUndefined();
    for (const wrong of [
      '*',
      'null',
      'console.example.com',
      'https://a.example/',
      'https://a.example/app',
      'HTTPS://A.example',
      'http://a.example',
      '',
    ])
      expect(violationsOf(contextOf({ ...good, corsOrigins: wrong })), wrong).toContain('corsOrigins');
  });

  it('take a colour that can be read on white only', () => {
    for (const wrong of ['#ffcc00', 'blue', '#0b4fb3;}'])
      expect(violationsOf(contextOf({ ...good, brandColour: wrong })), wrong).toContain('brandColour');
  });

  it('given as flags are text, and are read as what they mean', () => {
    const flags = {
      logRetentionDays: '14',
      issuer: 'https://login.example.com/realm',
      audience: 'web,erp',
      deskClientId: 'desk',
      signInUrls: 'https://crm.example.com,http://localhost:5173',
    };
    expect(readSettings({ ...contextOf(good), ...flags })).toMatchObject({
      logRetentionDays: 14,
      audience: ['web', 'erp'],
      signInUrls: ['https://crm.example.com', 'http://localhost:5173'],
    });
  });

  it.each(Object.keys(good))('without %s are refused, with the name and the way to give it', (name) => {
    const { [name]: _, ...rest } = { ...good } as Record<string, unknown>;
    const message = violationsOf(contextOf(rest));
    expect(message).toContain(`- ${name} is missing.`);
    expect(message).toContain(`-c ${name}=…`);
    expect(message).toContain('cdk.json');
    expect(message.match(/^ {2}- /gm)).toHaveLength(1);
  });

  it.each([
    ['stage', 'Production!', 'lower-case letters'],
    ['stage', 'x', '2 to 12'],
    ['organisation', 'A\r\nBcc: all@example.com', 'line breaks'],
    ['mailFrom', 'not an address', 'email'],
    ['mailTls', 'no', '"require"|"optional"'],
    ['mailsPerSecond', '0', '>=1'],
    ['auditDays', '29', '>=30'],
    ['exportDays', '31', '<=30'],
    ['importDays', '91', '<=90'],
    ['erasureDays', '0', '>=1'],
    ['bulkPerSecond', '9', '>=10'],
    ['bulkPerSecond', '10001', '<=10000'],
    ['bulkPerSecond', '30.5', 'int'],
    ['askAgainAfterDays', '-1', '>=0'],
    ['askAgainAfterDays', '1.5', 'int'],
    ['mailsPerSecond', '1.5', 'int'],
    ['mailsPerSecond', '101', 'at most 100'],
    ['smtpServer', 'mail.example.com', 'smtps://'],
    ['smtpServer', 'smtps://rapport:hush@mail.example.com', 'without user'],
    ['smtpServer', 'https://mail.example.com', 'smtps://'],
    ['smtpServer', 'smtp://127.0.0.1:99999', 'a port from 1 to 65535'],
    ['smtpServer', 'smtps://mail.example.com:0', 'a port from 1 to 65535'],
    ['smtpServer', 'smtp://-a', 'the name of a host'],
    ['smtpServer', 'smtp://mail.example.com:587?ignoreTLS=true', 'the name of a host'],
    ['smtpServer', 'smtps://mail..example.com', 'the name of a host'],
    ['departmentEmail', 'the department', 'email'],
    ['departmentLanguage', 'de', '"zh-CN"|"en"'],
    ['callbackMailDetails', 'some', '"full"|"none"'],
    ['publicUrl', 'http://crm.example.com', 'https://'],
    ['publicUrl', 'https://crm.example.com/', 'slash'],
    ['signInUrls', 'ftp://crm.example.com', 'URL'],
    ['signInUrls', 'http://crm.example.com', 'http:// only for localhost'],
    ['signInUrls', 'http://127.0.0.1:3000', 'http:// only for localhost'],
    ['signInUrls', 'http://localhost.example.com', 'http:// only for localhost'],
    ['signInMail', 'smtp', '"cognito"|"ses"'],
    ['issuer', 'keycloak', ''],
    ['logRetentionDays', '31', 'one of 1, 3, 5'],
    ['logRetentionDays', 'soon', ''],
    ['concurrency', 'much', '"unreserved"|"reserved"'],
    ['encryption', 'none', '"customer-managed"|"aws-owned"'],
    ['alarmEmail', 'ops', 'email'],
    ['alarmActions', 'some', '"none"|"critical"|"all"'],
    ['runbookUrl', 'http://wiki.example.com', 'URL'],
    ['certificateArn', 'crm.example.com', 'ARN of a certificate'],
    ['mailIdentity', 'mine', '"create"|"existing"'],
    ['architecture', 'x86', '"arm64"|"x86_64"'],
  ])('with %s = %j are refused, naming the setting and the rule', (name, value, rule) => {
    const message = violationsOf(contextOf({ ...good, [name]: value }));
    expect(message).toContain(`  - ${name} `);
    expect(message).toContain(rule);
    expect(message).toContain('It is: ');
  });

  it('let as many mails go in a second as the sender carries', () => {
    expect(readSettings(contextOf({ ...good, mailsPerSecond: '100' })).mailsPerSecond).toBe(100);
  });

  it('name an audience exactly when the issuer is not ours', () => {
    expect(violationsOf(contextOf({ ...good, issuer: 'https://login.example.com' }))).toContain(
      'audience is needed',
    );
    expect(violationsOf(contextOf({ ...good, audience: 'web' }))).toContain(
      'audience goes only with an issuer',
    );
  });

  it('name the client of the desk exactly when the issuer is not ours', () => {
    const other = { ...good, issuer: 'https://login.example.com', audience: 'web' };
    expect(violationsOf(contextOf(other))).toContain('deskClientId is needed with an issuer');
    expect(violationsOf(contextOf({ ...good, deskClientId: 'desk' }))).toContain(
      'deskClientId goes only with an issuer',
    );
    expect(readSettings(contextOf({ ...other, deskClientId: 'desk' })).deskClientId).toBe('desk');
  });

  it('have the user pool mail by SES only where both are there', () => {
    const ses = { ...good, signInMail: 'ses' };
    expect(readSettings(contextOf(ses)).signInMail).toBe('ses');
    expect(readSettings(contextOf(good)).signInMail).toBe('cognito');
    const other = { issuer: 'https://login.example.com', audience: 'web', deskClientId: 'desk' };
    for (const given of [other, { smtpServer: 'smtp://mail.example.com:587' }]) {
      expect(violationsOf(contextOf({ ...ses, ...given }))).toContain('signInMail is ses only where');
    }
  });

  it('take an organisation only with a sender that fits into the head of a mail', () => {
    const given = {
      ...good,
      organisation: '客'.repeat(60),
      mailFrom: `${'a'.repeat(64)}@${'b'.repeat(30)}.example`,
    };
    expect(violationsOf(contextOf(given))).toContain('organisation is too long');
    expect(readSettings(contextOf({ ...given, mailFrom: 'care@example.com' })).organisation).toHaveLength(60);
  });

  it('take a certificate for a host name only', () => {
    const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d';
    const given = (publicUrl?: string) =>
      contextOf({ ...good, certificateArn, ...(publicUrl ? { publicUrl } : {}) });
    expect(readSettings(given('https://crm.example.com')).certificateArn).toBe(certificateArn);
    for (const url of [undefined, 'https://crm.example.com/api', 'https://crm.example.com:8443']) {
      expect(violationsOf(given(url)), url).toContain('certificateArn goes only with a publicUrl');
    }
  });

  it('that do not exist are refused, so that a slip of the finger never passes for a default', () => {
    expect(violationsOf({ ...contextOf(good), mailForm: 'a@example.com' })).toContain(
      'mailForm: there is no such setting',
    );
    expect(violationsOf(contextOf({ ...good, mailForm: 'a@example.com' }))).toContain(
      'mailForm: there is no such setting',
    );
  });

  it('report every violation at once', () => {
    const message = violationsOf(contextOf({ ...good, stage: 'X', mailFrom: 'nobody', logRetentionDays: 2 }));
    expect(message.match(/^ {2}- /gm)).toHaveLength(3);
  });

  it("leave CDK's own context alone", () => {
    const context = {
      ...contextOf(good),
      'aws:cdk:bundling-stacks': ['**'],
      '@aws-cdk/core:explicitStackTags': true,
    };
    expect(readSettings(context).stage).toBe('prod');
  });
});
